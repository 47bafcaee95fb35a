package heddle.rust;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The order of all that scripts told the linker to search, as cargo's set of paths has it: part by
 * part, an OUT_DIR at the place below {@code target/} that cargo gives it, so by its package's name
 * first. What stands first is what a program or a documentation test finds. {@code places} are
 * cargo's, by the OUT_DIR.
 */
record SearchOrder(Map<Path, Path> places) {
  SearchOrder {
    places = Map.copyOf(places);
  }

  static SearchOrder of(Built built) {
    Map<Path, Path> places = new TreeMap<>();
    built
        .runs()
        .forEach((unit, run) -> {
          Crate crate = built.build().crate(unit);
          Path out = run.outDirectory();
          String hash = out.getNameCount() < 2 ? "" : "-" + out.getName(out.getNameCount() - 2);
          places.put(
              out,
              built
                  .build()
                  .places()
                  .output(crate.triple())
                  .resolve("build")
                  .resolve(crate.pkg().name() + hash)
                  .resolve("out"));
        });
    return new SearchOrder(places);
  }

  List<String> sorted(Iterable<String> paths) {
    Map<String, String> sorted = new TreeMap<>();
    for (String path : paths) sorted.put(key(path), path);
    return List.copyOf(sorted.values());
  }

  /** Compares as the parts of the path do: nothing sorts before what ends a part. */
  private String key(String path) {
    String directory = ScriptOutput.directoryOf(path);
    String kind = path.substring(0, path.length() - directory.length());
    Path place = Path.of(directory);
    for (var each : places.entrySet()) {
      if (place.startsWith(each.getKey())) {
        place = each.getValue().resolve(each.getKey().relativize(place));
        break;
      }
    }
    return (kind + place).replace('/', '\0');
  }
}
