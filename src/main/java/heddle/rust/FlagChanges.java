package heddle.rust;

import heddle.rust.KeyChange.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How two lists of rustc's arguments differ, in the words of a manifest: features and keys of the
 * profile by name, all else as flags. {@code derived} are hashes that Heddle computes from the
 * rest, which say something only if nothing else does.
 */
record FlagChanges(List<KeyChange> direct, List<KeyChange> derived) {
  /** Options whose value is the next word. */
  private static final Set<String> VALUED =
      Set.of(
          "-C",
          "-Z",
          "-L",
          "-l",
          "-A",
          "-W",
          "-D",
          "-F",
          "--codegen",
          "--warn",
          "--allow",
          "--deny",
          "--forbid",
          "--cfg",
          "--check-cfg",
          "--extern",
          "--crate-name",
          "--crate-type",
          "--target",
          "--cap-lints",
          "--emit",
          "--edition");

  /** Keys of a profile, as rustc's codegen options. */
  private static final Set<String> PROFILE =
      Set.of(
          "opt-level",
          "debuginfo",
          "lto",
          "linker-plugin-lto",
          "embed-bitcode",
          "codegen-units",
          "panic",
          "debug-assertions",
          "overflow-checks",
          "strip",
          "split-debuginfo",
          "incremental",
          "rpath");

  FlagChanges {
    direct = List.copyOf(direct);
    derived = List.copyOf(derived);
  }

  static FlagChanges between(List<String> before, List<String> now) {
    Map<String, List<String>> was = items(before);
    Map<String, List<String>> is = items(now);
    List<KeyChange> direct = new ArrayList<>();
    List<KeyChange> derived = new ArrayList<>();
    is.forEach((name, values) -> {
      List<String> then = was.getOrDefault(name, List.of());
      if (!then.equals(values)) {
        change(
            name,
            Optional.of(then).filter(_ -> was.containsKey(name)),
            Optional.of(values),
            direct,
            derived);
      }
    });
    was.forEach((name, values) -> {
      if (!is.containsKey(name)) {
        change(name, Optional.of(values), Optional.empty(), direct, derived);
      }
    });
    if (direct.isEmpty() && derived.isEmpty() && !before.equals(now)) {
      derived.add(KeyChange.of(Kind.FLAG, "the order of rustc's arguments"));
    }
    return new FlagChanges(direct, derived);
  }

  /** Those among them that more arguments cannot undo. */
  List<KeyChange> settled() {
    return direct.stream()
        .filter(each -> each.kind() != Kind.FLAG || each.now().isPresent())
        .filter(each -> each.kind() != Kind.DEPENDENCY)
        .toList();
  }

  private static void change(
      String name,
      Optional<List<String>> was,
      Optional<List<String>> is,
      List<KeyChange> direct,
      List<KeyChange> derived) {
    Optional<String> before = was.map(all -> String.join(" ", all));
    Optional<String> now = is.map(all -> String.join(" ", all));
    if (name.startsWith("--cfg feature=")) {
      String feature = name.substring("--cfg feature=".length()).replace("\"", "");
      direct.add(
          KeyChange.of(
              Kind.FEATURE,
              "the feature `" + feature + "` is " + (is.isPresent() ? "on now" : "off now")));
    } else if (name.equals("-C metadata") || name.equals("-C extra-filename")) {
      derived.add(new KeyChange(Kind.FLAG, "the hash in its names", before, now));
    } else if (name.startsWith("--extern ")) {
      String dependency = name.substring("--extern ".length());
      if (was.isPresent() && is.isPresent()) {
        derived.add(
            new KeyChange(
                Kind.DEPENDENCY,
                "its dependency `" + dependency + "` is built in another way",
                before,
                now));
      } else {
        direct.add(
            KeyChange.of(
                Kind.DEPENDENCY,
                "`"
                    + dependency
                    + (is.isPresent() ? "` is a dependency now" : "` is no dependency any more")));
      }
    } else if (name.startsWith("-C ") && PROFILE.contains(name.substring(3))) {
      direct.add(
          new KeyChange(Kind.PROFILE, "`" + name.substring(3) + "` of the profile", before, now));
    } else if (name.startsWith("--check-cfg")) {
      direct.add(new KeyChange(Kind.FLAG, "the names that cfg() may hold", before, now));
    } else {
      String what =
          "the flag `"
              + name
              + "`"
              + (is.isEmpty() ? " is not given any more" : was.isEmpty() ? " is given now" : "");
      direct.add(
          new KeyChange(
              Kind.FLAG,
              what,
              before.filter(text -> !text.isBlank()),
              now.filter(text -> !text.isBlank())));
    }
  }

  /** Each option with its values; what may be given once has its key in the name. */
  private static Map<String, List<String>> items(List<String> words) {
    Map<String, List<String>> items = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String value = "";
      if (VALUED.contains(word) && i + 1 < words.size()) {
        value = words.get(++i);
      }
      String name = word;
      String rest = value;
      int equals = value.indexOf('=');
      switch (word) {
        case "-C", "-Z", "--codegen", "--extern" -> {
          name = word + " " + (equals < 0 ? value : value.substring(0, equals));
          rest = equals < 0 ? "" : value.substring(equals + 1);
        }
        case "--check-cfg" -> {
          name = value.startsWith("cfg(feature") ? word + " of features" : word;
          rest = value;
        }
        case "--cfg",
            "-L",
            "-l",
            "-A",
            "-W",
            "-D",
            "-F",
            "--warn",
            "--allow",
            "--deny",
            "--forbid" -> {
          name = word + " " + value;
          rest = "";
        }
        default -> {
          int own = word.startsWith("--") ? word.indexOf('=') : -1;
          if (own > 0 && !word.startsWith("--remap")) {
            name = word.substring(0, own);
            rest = word.substring(own + 1);
          }
        }
      }
      items.computeIfAbsent(name, _ -> new ArrayList<>()).add(rest);
    }
    return items;
  }
}
