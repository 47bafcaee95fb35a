package heddle.cargo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Command lines of build flags made by chance, for packages of these names with targets of these
 * names by their kind.
 */
record RandomCommand(Random random, List<String> names, Map<String, List<String>> targets) {
  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** One that fits the workspace, mostly. */
  List<String> words() {
    var words = new ArrayList<String>();
    String verb = any(List.of("build", "build", "check", "test", "bench"));
    words.add(verb);
    if (verb.equals("test") || verb.equals("bench")) {
      words.add("--no-run");
    }
    packages(words);
    if (chance(40)) {
      words.addAll(List.of("--profile", any(List.of("release", "dev", "test", "bench", "mine"))));
    }
    for (String target : List.of("x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu")) {
      if (chance(20)) {
        words.addAll(List.of("--target", target));
      }
    }
    features(words);
    for (String flag :
        List.of("--lib", "--bins", "--examples", "--tests", "--benches", "--all-targets")) {
      if (chance(10)) {
        words.add(flag);
      }
    }
    targets.forEach((kind, all) -> {
      if (!all.isEmpty() && chance(8)) {
        String name = any(all);
        words.addAll(List.of("--" + kind, chance(30) ? name.substring(0, 2) + "*" : name));
      }
    });
    return words;
  }

  private void packages(List<String> words) {
    if (chance(50)) {
      words.add("--workspace");
      if (chance(20)) {
        words.addAll(List.of("--exclude", chance(30) ? "p[ab]*" : any(names)));
      }
    } else if (chance(40)) {
      for (int i = 1 + random.nextInt(2); i > 0; i--) {
        words.addAll(List.of("-p", any(names)));
      }
    }
  }

  private void features(List<String> words) {
    if (chance(20)) {
      words.add("--all-features");
    }
    if (chance(20)) {
      words.add("--no-default-features");
    }
    if (chance(25)) {
      var list = new ArrayList<String>();
      for (int i = 1 + random.nextInt(2); i > 0; i--) {
        String below = chance(30) ? any(names) + any(List.of("/", "/", "?/")) : "";
        list.add(below + "f" + random.nextInt(4));
      }
      words.addAll(List.of("--features", String.join(",", list)));
    }
  }
}
