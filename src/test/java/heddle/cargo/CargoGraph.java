package heddle.cargo;

import heddle.text.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code cargo --unit-graph} printed, in the lines of {@link RealGraphs#lines}. */
final class CargoGraph {
  private CargoGraph() {}

  static List<String> lines(Json json, Path root) {
    List<Json> units = items(get(json, "units"));
    List<String> texts = units.stream().map(u -> text(u, root)).toList();
    var ids = texts.stream().distinct().sorted(Bytewise.ORDER).toList();
    var number = new HashMap<String, Integer>();
    for (int i = 0; i < ids.size(); i++) {
      number.put(ids.get(i), i);
    }
    var edges = new ArrayList<String>();
    for (int i = 0; i < units.size(); i++) {
      var line = new StringBuilder().append(number.get(texts.get(i)));
      items(get(units.get(i), "dependencies")).stream()
          .map(d ->
              string(d, "extern_crate_name") + "=" + number.get(texts.get(whole(get(d, "index")))))
          .sorted(Bytewise.ORDER)
          .forEach(e -> line.append(' ').append(e));
      edges.add(line.toString());
    }
    edges.sort(Bytewise.ORDER);
    var lines = new ArrayList<>(ids);
    lines.add("");
    lines.addAll(edges);
    lines.add("");
    items(get(json, "roots")).stream()
        .map(r -> String.valueOf(number.get(texts.get(whole(r)))))
        .sorted(Bytewise.ORDER)
        .forEach(lines::add);
    return lines;
  }

  private static String text(Json unit, Path root) {
    String id = string(unit, "pkg_id");
    int hash = id.indexOf('#');
    String tail = id.substring(hash + 1);
    String name = tail;
    if (id.startsWith("path+file://")) {
      Path folder = Path.of(id.substring("path+file://".length(), hash));
      name = tail.contains("@") ? tail : folder.getName(folder.getNameCount() - 1) + "@" + tail;
      String relative = root.relativize(folder).toString();
      name += " (path:" + (relative.isEmpty() ? "." : relative) + ")";
    }
    Json target = get(unit, "target");
    Json p = get(unit, "profile");
    String kind =
        items(get(target, "kind")).stream()
            .map(CargoGraph::scalar)
            .collect(Collectors.joining("+"));
    String features =
        items(get(unit, "features")).stream()
            .map(CargoGraph::scalar)
            .collect(Collectors.joining(","));
    Json platform = get(unit, "platform");
    Json.Obj strip = (Json.Obj) get(p, "strip");
    String how = strip.members().keySet().iterator().next();
    Json what = strip.members().values().iterator().next();
    return name
        + " "
        + kind
        + ":"
        + string(target, "name")
        + " "
        + string(unit, "mode")
        + " "
        + (platform instanceof Json.Nil ? "host" : scalar(platform))
        + " {"
        + features
        + "} <"
        + string(p, "name")
        + " "
        + string(p, "opt_level")
        + " "
        + string(p, "lto")
        + " "
        + scalar(get(p, "codegen_units"))
        + " "
        + scalar(get(p, "debuginfo"))
        + " "
        + scalar(get(p, "split_debuginfo"))
        + " "
        + flag(p, "debug_assertions")
        + flag(p, "overflow_checks")
        + flag(p, "rpath")
        + flag(p, "incremental")
        + " "
        + string(p, "panic")
        + " "
        + how
        + ":"
        + (what instanceof Json.Obj named
            ? "{\"Named\": \"" + string(named, "Named") + "\"}"
            : "None")
        + ">";
  }

  private static Json get(Json json, String key) {
    return ((Json.Obj) json).get(key).orElseThrow();
  }

  private static List<Json> items(Json json) {
    return ((Json.Arr) json).items();
  }

  private static String string(Json json, String key) {
    return scalar(get(json, key));
  }

  private static int flag(Json json, String key) {
    return get(json, key) instanceof Json.Bool(boolean value) && value ? 1 : 0;
  }

  private static int whole(Json json) {
    return Integer.parseInt(scalar(json));
  }

  private static String scalar(Json json) {
    return switch (json) {
      case Json.Str(String value) -> value;
      case Json.Num(String value) -> value;
      case Json.Nil _ -> "-";
      default -> throw new IllegalArgumentException(json.compact());
    };
  }

  /** The request that these words of cargo's command line make. */
  static BuildRequest request(List<String> words) {
    BuildRequest.Intent intent =
        switch (words.getFirst()) {
          case "check" ->
              words.contains("--profile") && words.contains("test")
                  ? BuildRequest.Intent.CHECK_TEST
                  : BuildRequest.Intent.CHECK;
          case "test" -> BuildRequest.Intent.TEST;
          case "bench" -> BuildRequest.Intent.BENCH;
          default -> BuildRequest.Intent.BUILD;
        };
    PackageSelection packages =
        words.contains("--workspace") ? new PackageSelection.All() : new PackageSelection.Default();
    if (words.contains("--exclude")) {
      packages = new PackageSelection.AllBut(values(words, "--exclude"));
    } else if (words.contains("-p")) {
      packages = new PackageSelection.Named(values(words, "-p"));
    }
    List<String> targets = values(words, "--target");
    var features = new ArrayList<String>();
    values(words, "--features").forEach(list -> features.addAll(List.of(list.split(",", -1))));
    TargetSelection selection =
        words.contains("--all-targets")
            ? TargetSelection.EVERYTHING
            : new TargetSelection(
                words.contains("--lib")
                    ? TargetSelection.Library.NEEDED
                    : TargetSelection.Library.NO,
                names(words, "--bins", "--bin"),
                names(words, "--examples", "--example"),
                names(words, "--tests", "--test"),
                names(words, "--benches", "--bench"),
                false);
    return new BuildRequest(
        intent,
        packages,
        selection,
        features,
        words.contains("--all-features"),
        words.contains("--no-default-features"),
        words.contains("--profile") ? words.get(words.indexOf("--profile") + 1) : "",
        targets,
        List.of(),
        true,
        false,
        FeaturePolicy.NONE);
  }

  private static List<String> values(List<String> words, String flag) {
    var values = new ArrayList<String>();
    for (int i = 0; i + 1 < words.size(); i++) {
      if (words.get(i).equals(flag)) {
        values.add(words.get(i + 1));
      }
    }
    return values;
  }

  private static TargetSelection.Names names(List<String> words, String all, String one) {
    return words.contains(all)
        ? TargetSelection.Names.ALL
        : new TargetSelection.Names(false, values(words, one));
  }
}
