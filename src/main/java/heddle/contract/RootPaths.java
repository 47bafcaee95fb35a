package heddle.contract;

import heddle.contract.policy.Permission;
import heddle.text.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Paths that the root gives as values of options: absolute, or relative to the workspace. Naming
 * one lets the script read it, which is then part of its key. A path that a package names, by a
 * default or a wish, is left as it is and allows nothing.
 */
record RootPaths(Path root) {
  /** What every script sees, and what the key of the system stands for. */
  private static final List<String> SYSTEM =
      List.of("/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc");

  /** The settings with the root's paths made absolute. */
  Map<String, Setting> absolute(Map<String, Setting> settings) {
    var all = new LinkedHashMap<String, Setting>();
    settings.forEach((name, each) ->
        all.put(
            name,
            ofRoot(each)
                ? new Setting(
                    each.option(), each.value().map(this::absolute), each.origin(), each.wishes())
                : each));
    return Collections.unmodifiableMap(all);
  }

  private Json absolute(Json value) {
    return switch (value) {
      case Json.Str(String path) -> new Json.Str(root.resolve(path).normalize().toString());
      case Json.Arr list -> new Json.Arr(list.items().stream().map(this::absolute).toList());
      default -> value;
    };
  }

  /** What the script may read for that. */
  List<Permission> reads(Map<String, Setting> settings) {
    var all = new ArrayList<Permission>();
    for (Setting each : settings.values()) {
      Optional<Json> value = each.value().filter(_ -> ofRoot(each));
      if (value.isPresent()) reads(value.get(), all);
    }
    return all;
  }

  private void reads(Json value, List<Permission> all) {
    if (value instanceof Json.Arr list) list.items().forEach(each -> reads(each, all));
    if (!(value instanceof Json.Str(String path))) return;
    Path place = Path.of(path);
    boolean ofSystem = SYSTEM.stream().anyMatch(place::startsWith) || place.getNameCount() == 0;
    if (!ofSystem) all.add(new Permission.Read(path));
  }

  private static boolean ofRoot(Setting setting) {
    boolean path =
        switch (setting.option().type()) {
          case OptionType.PathName _ -> true;
          case OptionType.ListOf(OptionType item) -> item instanceof OptionType.PathName;
          default -> false;
        };
    return path
        && switch (setting.origin()) {
          case Origin.CommandLine _, Origin.Variable _, Origin.File _ -> true;
          case Origin.Wish _, Origin.Follows _, Origin.Default _ -> false;
        };
  }
}
