package heddle.rust;

import heddle.contract.Node;
import heddle.contract.Published;
import heddle.contract.Setting;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.world.Footprint;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file in which a script that speaks with Heddle publishes. Paths in its facts may lie in
 * OUT_DIR, the package, or the system's directories, and so must what their links lead to.
 */
record PublishedFile(Node node, Map<String, Setting> options, Path root, Path out) {
  /** Where a script that speaks with Heddle publishes; in OUT_DIR, so that it is kept with it. */
  static final String NAME = ".heddle-publish.json";

  private static final List<Path> SYSTEM =
      List.of(Path.of("/usr"), Path.of("/lib"), Path.of("/lib64"), Path.of("/opt"));

  /** What it says, checked. */
  Published read(Machine machine) throws IOException, ProblemException {
    // A link would lead out of the sandbox, and a pipe would keep us waiting.
    Optional<Boolean> regular = machine.regular(out.resolve(NAME));
    if (regular.isEmpty()) return Published.NOTHING;
    if (!regular.get()) throw wrong("it is no regular file");
    long size = Footprint.of(out.resolve(NAME)).map(Footprint::bytes).orElse(0L);
    if (size > Published.LIMIT)
      throw wrong("it has " + size + " bytes, more than " + Published.LIMIT);
    var places = new ArrayList<>(List.of(out, root));
    places.addAll(SYSTEM);
    String text;
    try {
      text = machine.readText(out.resolve(NAME)).orElse("");
    } catch (CharacterCodingException _) {
      throw wrong("it is not UTF-8");
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Published published = Published.read(bytes, node, options, places);
    for (String path : published.paths()) {
      Optional<Path> real = machine.real(Path.of(path));
      if (real.isEmpty()) continue;
      boolean inside = false;
      for (Path place : places) {
        Optional<Path> there = machine.real(place);
        inside |= there.isPresent() && real.get().startsWith(there.get());
      }
      if (!inside)
        throw wrong("`" + path + "` leads to `" + real.get() + "`, which the package does not own");
    }
    return published;
  }

  private ProblemException wrong(String what) {
    return new ProblemException(
        Problem.of("the build script of " + node.shown() + " published what it may not: " + what));
  }
}
