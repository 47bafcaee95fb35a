package heddle.cargo;

import java.util.List;
import java.util.Set;

/**
 * How {@code cargo tree} is asked to show a graph.
 *
 * @param invert packages to show with what depends on them; none for the usual way round
 * @param features show features as nodes of their own
 * @param depth how deep it goes; {@link Integer#MAX_VALUE} for all
 * @param membersOnly show members of the workspace only ({@code --depth workspace})
 * @param format with {@code {p}}, {@code {l}}, {@code {r}}, {@code {f}}, {@code {lib}}
 */
public record TreeOptions(
    List<String> invert,
    Set<DependencyKind> kinds,
    boolean features,
    boolean procMacros,
    boolean allTargets,
    boolean duplicates,
    Prefix prefix,
    boolean dedupe,
    int depth,
    boolean membersOnly,
    List<String> prune,
    String format,
    boolean ascii) {

  /** What stands before a package. */
  public enum Prefix {
    INDENT,
    DEPTH,
    NONE
  }

  public TreeOptions {
    invert = List.copyOf(invert);
    kinds = Set.copyOf(kinds);
    prune = List.copyOf(prune);
  }
}
