package heddle.rust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds and keeps results of actions. Under an action's base key stand the few lists of what its
 * runs observed; under the base key with the present state of such a list stands the result. Lists
 * of things that are as they were then are found whatever happened in between.
 */
final class Memory {
  /** How many lists a base key keeps; the latest first. */
  private static final int LISTS = 8;

  private static final String SEPARATOR = "--\n";

  private final Machine machine;
  private final KeyText text;
  private final Map<String, String> environment;
  private final Set<Path> excluded;

  Memory(Machine machine, KeyText text, Map<String, String> environment, Set<Path> excluded) {
    this.machine = machine;
    this.text = text;
    this.environment = Map.copyOf(environment);
    this.excluded = Set.copyOf(excluded);
  }

  Optional<Recorded> find(String base) throws IOException {
    for (Observed observed : lists(base)) {
      Optional<byte[]> bytes = machine.recall(key(base, observed));
      if (bytes.isPresent()) {
        Optional<Recorded> recorded =
            Recorded.decode(new String(bytes.get(), StandardCharsets.UTF_8));
        if (recorded.isPresent() && complete(recorded.get())) {
          return recorded;
        }
      }
    }
    return Optional.empty();
  }

  void keep(String base, Recorded recorded) throws IOException {
    machine.remember(
        key(base, recorded.observed()), recorded.encode().getBytes(StandardCharsets.UTF_8));
    List<Observed> lists = new ArrayList<>(lists(base));
    if (lists.isEmpty() || !lists.getFirst().equals(recorded.observed())) {
      lists.remove(recorded.observed());
      lists.addFirst(recorded.observed());
      List<String> encoded = lists.stream().limit(LISTS).map(Observed::encode).toList();
      machine.remember(
          listKey(base), String.join(SEPARATOR, encoded).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The variables that some earlier run of this action turned out to look at. */
  List<String> watchedVariables(String base) throws IOException {
    return lists(base).stream().flatMap(list -> list.variables().stream()).distinct().toList();
  }

  /**
   * As {@link #find}, for lists that count only in their workspace; elsewhere all files of the
   * workspace must be the same.
   */
  Optional<Recorded> findHere(String base, Build build, Crate crate) throws IOException {
    Optional<Recorded> known = find(here(base, build));
    if (known.isEmpty()) {
      known = find(everywhere(base, build, crate));
      if (known.isPresent()) {
        keep(here(base, build), known.get());
      }
    }
    return known;
  }

  void keepHere(String base, Build build, Crate crate, Recorded recorded) throws IOException {
    keep(here(base, build), recorded);
    keep(everywhere(base, build, crate), recorded);
  }

  static String here(String base, Build build) {
    return KeyText.hash(List.of("here", base, build.places().workspace().toString()));
  }

  private String everywhere(String base, Build build, Crate crate) throws IOException {
    Path workspace = build.places().workspace();
    Path root = crate.pkg().root().startsWith(workspace) ? workspace : crate.pkg().root();
    String files = machine.digestBelow(root, Set.of(build.places().target())).orElse("-");
    return KeyText.hash(List.of("everywhere", base, files));
  }

  private boolean complete(Recorded recorded) {
    return recorded.products().stream().allMatch(product -> machine.seems(product.blob()))
        && recorded.outDirectory().stream().allMatch(machine::seems);
  }

  private List<Observed> lists(String base) throws IOException {
    Optional<byte[]> bytes = machine.recall(listKey(base));
    if (bytes.isEmpty()) {
      return List.of();
    }
    List<Observed> lists = new ArrayList<>();
    for (String part : new String(bytes.get(), StandardCharsets.UTF_8).split(SEPARATOR, -1)) {
      lists.add(Observed.decode(part));
    }
    return lists;
  }

  private String key(String base, Observed observed) throws IOException {
    List<String> parts = new ArrayList<>();
    parts.add("result");
    parts.add(base);
    parts.addAll(observed.values(text, machine, environment, excluded));
    return KeyText.hash(parts);
  }

  private static String listKey(String base) {
    return KeyText.hash(List.of("observed", base));
  }
}
