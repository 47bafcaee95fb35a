package heddle.contract;

import heddle.contract.policy.Permission;
import heddle.contract.policy.Permissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The terms on which the build script of one node runs, whether or not it knows of Heddle: what it
 * may do, and the variables that its options set.
 *
 * @param compileVariables those that its package's compilations see
 * @param replacement what an overlay says in the script's place
 */
public record ScriptTerms(
    List<Permission> allowed,
    Map<String, String> variables,
    Map<String, String> compileVariables,
    Optional<ScriptReplacement> replacement) {
  public ScriptTerms {
    compileVariables = Collections.unmodifiableMap(new LinkedHashMap<>(compileVariables));
    allowed = List.copyOf(allowed);
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }

  /** The same with more allowed. */
  ScriptTerms allowing(List<Permission> more) {
    var all = new LinkedHashSet<>(allowed);
    all.addAll(more);
    return new ScriptTerms(List.copyOf(all), variables, compileVariables, replacement);
  }

  /**
   * The terms of a node.
   *
   * @param overlays where permissions come from beside the root's; never from the package itself
   * @param settings the node's options; one without a value sets no variable
   */
  public static ScriptTerms of(
      Node node, Permissions root, Overlays overlays, Map<String, Setting> settings) {
    var allowed = new LinkedHashSet<>(root.of(node.pkg(), node.version()));
    overlays
        .of(node.pkg(), node.version())
        .ifPresent(overlay -> allowed.addAll(overlay.contract().allowed()));
    var variables = new LinkedHashMap<String, String>();
    var compiling = new LinkedHashMap<String, String>();
    for (Setting each : settings.values()) {
      if (each.value().isEmpty()) continue;
      variables.putAll(each.option().variables(each.value().get()));
      compiling.putAll(each.option().compileVariables(each.value().get()));
    }
    Optional<ScriptReplacement> replacement =
        overlays
            .of(node.pkg(), node.version())
            .flatMap(Overlay::replacement)
            .filter(each -> node.meets(each.when(), settings));
    return new ScriptTerms(new ArrayList<>(allowed), variables, compiling, replacement);
  }
}
