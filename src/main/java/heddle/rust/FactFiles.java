package heddle.rust;

import heddle.contract.Fact;
import heddle.process.SystemView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What lies at the paths that facts name, but for the system's directories: whoever requires a fact
 * may read it, and its content is in the key, since a header may change where its path does not.
 *
 * @param places files and directories of this machine
 */
record FactFiles(List<Path> places, List<KeyPart> parts) {
  FactFiles {
    places = List.copyOf(places);
    parts = List.copyOf(parts);
  }

  static FactFiles of(Collection<Fact> facts, Build build) throws IOException {
    List<Path> places = new ArrayList<>();
    List<KeyPart> parts = new ArrayList<>();
    for (Fact fact : facts) {
      List<String> digests = new ArrayList<>();
      for (String each : fact.paths()) {
        Path path = Path.of(each).normalize();
        if (SystemView.covers(path)) continue;
        places.add(path);
        digests.add(digest(path, build));
      }
      if (!digests.isEmpty())
        parts.add(new KeyPart(KeyPart.Kind.FACT, fact.name(), String.join(" ", digests)));
    }
    return new FactFiles(places, parts);
  }

  /** What a script made is not looked at again by a build that has nothing to do. */
  private static String digest(Path path, Build build) throws IOException {
    Machine machine = build.machine();
    boolean made = build.places().made(path.toString());
    if (made) {
      Set<Path> message = Set.of(path.resolve(PublishedFile.NAME));
      var directory = machine.digestBelow(path, message);
      if (directory.isPresent()) return directory.get();
      machine.look(path, true);
    }
    return machine.digest(path, Set.of(build.places().target())).orElse("-");
  }
}
