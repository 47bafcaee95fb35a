package heddle.rust;

import heddle.contract.Node;
import heddle.contract.Origin;
import heddle.contract.Overlay;
import heddle.engine.Context;
import heddle.store.Digest;
import heddle.text.Problem;
import heddle.world.DigestOf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Holds overlays against the build scripts that they were written for. */
final class OverlayScripts {
  private OverlayScripts() {}

  /**
   * The SHA-256 of each node's script: of the file that its overlay names, else of its own; empty
   * where there is none.
   */
  static List<Optional<String>> digests(Context c, Contracts contracts) throws Exception {
    var all = new ArrayList<Optional<String>>();
    for (int i = 0; i < contracts.packages().size(); i++) all.add(digest(c, contracts, i));
    return all;
  }

  /**
   * Warnings about overlays that say something in this build and were written against another
   * script. One of which nothing is used stays silent; {@code heddle overlay check} names it.
   */
  static List<String> stale(Context c, Contracts contracts) throws Exception {
    var warnings = new LinkedHashSet<String>();
    List<Node> nodes = contracts.graph().nodes();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      Optional<Overlay> overlay = contracts.graph().overlays().of(node.pkg(), node.version());
      if (overlay.isEmpty() || overlay.get().script().isEmpty() || !used(contracts, i)) continue;
      Optional<Problem> stale = overlay.get().stale(node.version(), digest(c, contracts, i));
      stale.ifPresent(problem ->
          warnings.add(
              String.join("\n", problem.lines("warning")).substring("warning: ".length())));
    }
    return List.copyOf(warnings);
  }

  private static Optional<String> digest(Context c, Contracts contracts, int i) throws Exception {
    Node node = contracts.graph().nodes().get(i);
    Path root = contracts.packages().get(i);
    Optional<Path> file =
        contracts
            .graph()
            .overlays()
            .of(node.pkg(), node.version())
            .flatMap(Overlay::script)
            .map(script -> root.resolve(script.path()))
            .or(() -> contracts.scripts().get(i));
    return file.isEmpty() ? Optional.empty() : c.get(new DigestOf(file.get())).map(Digest::hash);
  }

  /** Whether the overlay changes anything: an option that somebody decided, or any other word. */
  private static boolean used(Contracts contracts, int i) {
    Node node = contracts.graph().nodes().get(i);
    Overlay overlay = contracts.graph().overlays().of(node.pkg(), node.version()).orElseThrow();
    return overlay.replacement().isPresent()
        || !overlay.contract().allowed().isEmpty()
        || !overlay.contract().requirements().isEmpty()
        || !overlay.contract().downloads().isEmpty()
        || contracts.graph().settings().get(i).values().stream()
            .anyMatch(set -> !(set.origin() instanceof Origin.Default));
  }
}
