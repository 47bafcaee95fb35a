package heddle.rust;

import heddle.platform.Target;
import heddle.platform.binary.Abi;
import heddle.text.ProblemException;
import heddle.world.FileBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Remembers the links whose native libraries went together, by the contents of these libraries: an
 * edit of Rust code reads none of them again. A clash is never remembered.
 */
record SoundLinks(Machine machine) {
  private static final ByteBuffer THIN =
      ByteBuffer.wrap("!<thin>\n".getBytes(StandardCharsets.US_ASCII)).asReadOnlyBuffer();

  /** As {@link NativeLibraries#check}. */
  void check(String product, Target target, Abi wanted, List<NativeLibraries.Provided> scripts)
      throws ProblemException, IOException {
    List<Path> libraries = new ArrayList<>();
    Optional<String> key = key(wanted, scripts, libraries);
    if (libraries.isEmpty() || (key.isPresent() && machine.recall(key.get()).isPresent())) return;
    NativeLibraries.check(product, target, wanted, scripts);
    if (key.isPresent()) machine.remember(key.get(), new byte[0]);
  }

  /** Empty if a library does not say by itself what it holds; {@code libraries} gets all. */
  private Optional<String> key(
      Abi wanted, List<NativeLibraries.Provided> scripts, List<Path> libraries) throws IOException {
    List<String> parts = new ArrayList<>(List.of("sound link 1"));
    wanted.facets().forEach((facet, value) -> parts.add(facet.name() + "=" + value));
    boolean alone = true;
    for (List<Path> candidates : NativeLibraries.candidates(scripts)) {
      parts.add("library");
      for (Path each : candidates) {
        Optional<String> content = machine.fileDigest(each);
        if (content.isEmpty()) continue;
        libraries.add(each);
        parts.add(String.valueOf(each.getFileName()) + "=" + content.get());
        alone &= !thin(each);
      }
    }
    return alone && !libraries.isEmpty() ? Optional.of(KeyText.hash(parts)) : Optional.empty();
  }

  /** Whether it is an archive whose members are other files. */
  private static boolean thin(Path file) throws IOException {
    try (var bytes = new FileBytes()) {
      ByteBuffer content = bytes.map(file);
      return content.limit() >= THIN.limit()
          && content.slice(0, THIN.limit()).equals(THIN.duplicate());
    }
  }
}
