package heddle.cargo.edit;

import heddle.text.Toml;
import heddle.text.TomlEdit;
import java.util.ArrayList;
import java.util.List;

/** The tables of dependencies that a manifest has, by their paths. */
public final class DependencyTables {
  private static final List<String> KINDS =
      List.of("dependencies", "dev-dependencies", "build-dependencies");

  private DependencyTables() {}

  /** All that are there: the package's, then those of each target. */
  public static List<List<String>> of(TomlEdit edit) {
    var paths = new ArrayList<List<String>>();
    for (String kind : KINDS) {
      paths.add(List.of(kind));
    }
    edit.table(List.of("target"))
        .ifPresent(targets -> {
          for (String target : targets.entries().keySet()) {
            for (String kind : KINDS) {
              paths.add(List.of("target", target, kind));
            }
          }
        });
    paths.removeIf(path -> edit.table(path).isEmpty());
    return paths;
  }

  /** Every dependency under this key, whatever table it stands in. */
  static List<Toml> named(TomlEdit edit, String key) {
    var found = new ArrayList<Toml>();
    for (List<String> path : of(edit)) {
      edit.table(path).flatMap(table -> table.get(key)).ifPresent(found::add);
    }
    return found;
  }
}
