package heddle.cargo;

import heddle.text.Source;
import heddle.world.Kind;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Files that exist only in a test; what lies between them are directories. */
final class MemoryFiles implements FileTree {
  private final Map<Path, String> texts = new LinkedHashMap<>();

  MemoryFiles with(String path, String text) {
    texts.put(Path.of(path), text);
    return this;
  }

  @Override
  public Optional<Source> read(Path file) {
    return Optional.ofNullable(texts.get(file)).map(t -> new Source(file.toString(), t));
  }

  @Override
  public Optional<Map<String, Kind>> list(Path directory) {
    var names = new TreeMap<String, Kind>();
    for (Path file : texts.keySet()) {
      if (file.startsWith(directory) && !file.equals(directory)) {
        Path name = directory.relativize(file);
        names.put(
            name.getName(0).toString(), name.getNameCount() == 1 ? Kind.FILE : Kind.DIRECTORY);
      }
    }
    return names.isEmpty() ? Optional.empty() : Optional.of(names);
  }
}
