package heddle.cargo;

import heddle.engine.Handlers;
import heddle.text.Source;
import heddle.world.Kind;
import heddle.world.ListDirectory;
import heddle.world.Listing;
import heddle.world.ReadText;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Files that exist only in a test; what lies between them are directories. */
final class MemoryFiles implements FileTree {
  private final Map<Path, String> texts = new LinkedHashMap<>();
  private final Map<Path, Kind> others = new LinkedHashMap<>();

  MemoryFiles with(String path, String text) {
    texts.put(Path.of(path), text);
    return this;
  }

  MemoryFiles without(String path) {
    texts.remove(Path.of(path));
    return this;
  }

  /** A name that is no file, nor leads to one. */
  MemoryFiles with(String path, Kind kind) {
    others.put(Path.of(path), kind);
    return this;
  }

  /** What tasks ask for, from these files. */
  Handlers handlers() {
    return Handlers.none()
        .with(ReadText.class, (input, _) -> read(input.path()))
        .with(
            ListDirectory.class,
            (input, _) -> list(input.path()).map(n -> new Listing(new HashMap<>(n))))
        .with(LockIsFinal.class, (_, _) -> false)
        .with(
            TargetInfo.class,
            (input, _) -> RealGraphs.facts(input.triple().orElse("x86_64-unknown-linux-gnu")));
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
    others.forEach((path, kind) -> {
      if (path.startsWith(directory) && !path.equals(directory)) {
        Path name = directory.relativize(path);
        names.put(name.getName(0).toString(), name.getNameCount() == 1 ? kind : Kind.DIRECTORY);
      }
    });
    return names.isEmpty() ? Optional.empty() : Optional.of(names);
  }
}
