package heddle.cli;

import heddle.cargo.FeatureValue;
import heddle.cargo.edit.DependencyText;
import heddle.cargo.resolve.Summary;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A dependency that is added, and how that is told.
 *
 * @param key its name in the manifest
 * @param name its package
 * @param known what its features are known from, where that can be read
 */
record Adding(String key, String name, DependencyText text, Optional<Summary> known) {
  /** How many features are shown, at most. */
  private static final int SHOWN = 30;

  /** The dependency in the words of cargo: with its version, or where it comes from. */
  static String shown(DependencyText text, String name) throws ProblemException {
    if (text.get("workspace").isPresent()) {
      return name + " (workspace)";
    }
    if (text.get("path").isPresent()) {
      return name + " (local)";
    }
    if (text.get("git").isPresent()) {
      return name + " (git)";
    }
    String version = text.string("version").orElse("");
    boolean plain = !version.isEmpty() && Character.isDigit(version.charAt(0));
    return name + (plain ? " v" : " ") + version;
  }

  /** Says what is added where, and which of its features are on; one that it has not is refused. */
  void tell(Terminal terminal, List<String> path) throws ProblemException {
    String optional = text.get("optional").equals(Optional.of("true")) ? " optional" : "";
    terminal.status(
        "Adding", shown(text, name) + " to" + optional + " " + ManifestChoice.shown(path));
    if (known.isEmpty()) {
      return;
    }
    Map<String, List<FeatureValue>> all = known.get().features();
    for (String feature : text.features()) {
      if (!all.containsKey(feature) && feature.indexOf('/') < 0) {
        var problem = Problem.of("unrecognized feature for crate " + name + ": " + feature);
        throw new ProblemException(
            Suggestion.among(all.keySet(), feature)
                .map(suggestion -> problem.withHelp(suggestion.help("feature")))
                .orElse(problem));
      }
    }
    var on = new TreeSet<String>();
    var next = new ArrayDeque<>(text.features());
    if (text.get("default-features").isEmpty()) {
      next.add("default");
    }
    while (!next.isEmpty()) {
      String feature = next.removeFirst();
      if (all.containsKey(feature) && on.add(feature)) {
        for (FeatureValue value : all.getOrDefault(feature, List.of())) {
          if (value instanceof FeatureValue.Feature(String other)) {
            next.add(other);
          } else if (value instanceof FeatureValue.DepFeature(String other, _, boolean weak)
              && !weak) {
            next.add(other);
          }
        }
      }
    }
    on.remove("default");
    var off = new TreeSet<>(all.keySet());
    off.removeAll(on);
    off.remove("default");
    list(terminal, on, off);
  }

  private void list(Terminal terminal, Set<String> on, Set<String> off) throws ProblemException {
    if (on.isEmpty() && off.isEmpty()) {
      return;
    }
    String margin = " ".repeat(13);
    String version = release(known.orElseThrow().id().version().toString());
    String asked = text.string("version").orElse("").replaceFirst("^[=^~ ]+", "");
    terminal
        .err()
        .println(margin + "Features" + (asked.equals(version) ? "" : " as of v" + version) + ":");
    if (on.size() <= SHOWN) {
      on.forEach(feature -> terminal.err().println(margin + "+ " + feature));
    } else {
      terminal.err().println(margin + on.size() + " activated features");
    }
    if (on.size() + off.size() <= SHOWN) {
      off.forEach(feature -> terminal.err().println(margin + "- " + feature));
    } else {
      terminal.err().println(margin + off.size() + " deactivated features");
    }
  }

  /** Build metadata is no part of a requirement. */
  static String release(String version) {
    int plus = version.indexOf('+');
    return plus < 0 ? version : version.substring(0, plus);
  }
}
