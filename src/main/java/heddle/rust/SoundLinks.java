package heddle.rust;

import heddle.platform.Target;
import heddle.platform.binary.Abi;
import heddle.platform.binary.Artifact;
import heddle.text.ProblemException;
import heddle.world.FileBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Remembers the links whose native libraries went together, by the contents of these libraries: an
 * edit of Rust code reads none of them again. Neither a clash is remembered, nor what rests on a
 * thin archive, whose members are other files.
 */
record SoundLinks(Machine machine) {
  /** As {@link NativeLibraries#check}. */
  void check(String product, Target target, Abi wanted, List<NativeLibraries.Provided> scripts)
      throws ProblemException, IOException {
    List<Path> libraries = new ArrayList<>();
    String key = key(wanted, scripts, libraries);
    if (libraries.isEmpty() || machine.recall(key).isPresent()) return;
    NativeLibraries.check(product, target, wanted, scripts);
    for (Path each : libraries) {
      if (!isWhole(each)) return;
    }
    machine.remember(key, new byte[0]);
  }

  /** By the contents of the files that are there, which {@code libraries} gets. */
  private String key(Abi wanted, List<NativeLibraries.Provided> scripts, List<Path> libraries)
      throws IOException {
    List<String> parts = new ArrayList<>(List.of("sound link 1"));
    wanted.facets().forEach((facet, value) -> parts.add(facet.name() + "=" + value));
    for (List<Path> candidates : NativeLibraries.candidates(scripts)) {
      parts.add("library");
      for (Path each : candidates) {
        Optional<String> content = machine.fileDigest(each);
        if (content.isEmpty()) continue;
        libraries.add(each);
        parts.add(String.valueOf(each.getFileName()) + "=" + content.get());
      }
    }
    return KeyText.hash(parts);
  }

  private static boolean isWhole(Path file) throws IOException {
    try (var bytes = new FileBytes()) {
      return Artifact.isWhole(bytes.map(file));
    }
  }
}
