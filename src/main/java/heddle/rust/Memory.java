package heddle.rust;

import heddle.process.SandboxLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
  private final NamedTools named;
  private final Set<Path> excluded;

  Memory(
      Machine machine,
      KeyText text,
      Map<String, String> environment,
      NamedTools named,
      Set<Path> excluded) {
    this.machine = machine;
    this.named = named;
    this.text = text;
    this.environment = Map.copyOf(environment);
    this.excluded = Set.copyOf(excluded);
  }

  /** A result, and the state of what it observed, as it is now and was then. */
  record Found(Recorded recorded, List<String> values) {
    Found {
      values = List.copyOf(values);
    }
  }

  /**
   * A result that is known to be right now.
   *
   * @param answers to what its run may have asked
   * @param least how strongly the run must have been held
   */
  Optional<Found> find(String base, Observed.Answers answers, SandboxLevel least)
      throws IOException, InterruptedException {
    for (Observed observed : lists(base)) {
      List<String> values = values(observed, answers);
      Optional<byte[]> bytes = machine.recall(key(base, values));
      if (bytes.isPresent()) {
        Optional<Recorded> recorded =
            Recorded.decode(new String(bytes.get(), StandardCharsets.UTF_8));
        if (recorded.isPresent()
            && recorded.get().level().compareTo(least) >= 0
            && complete(recorded.get())) {
          return Optional.of(new Found(recorded.get(), values));
        }
      }
    }
    return Optional.empty();
  }

  /** Keeps a result, and gives the state of what it observed. */
  List<String> keep(String base, Recorded recorded) throws IOException, InterruptedException {
    return keep(base, recorded, Observed.Answers.NONE);
  }

  List<String> keep(String base, Recorded recorded, Observed.Answers answers)
      throws IOException, InterruptedException {
    List<String> values = values(recorded.observed(), answers);
    machine.remember(key(base, values), recorded.encode().getBytes(StandardCharsets.UTF_8));
    List<Observed> lists = new ArrayList<>(lists(base));
    if (lists.isEmpty() || !lists.getFirst().equals(recorded.observed())) {
      lists.remove(recorded.observed());
      lists.addFirst(recorded.observed());
      List<String> encoded = lists.stream().limit(LISTS).map(Observed::encode).toList();
      machine.remember(
          listKey(base), String.join(SEPARATOR, encoded).getBytes(StandardCharsets.UTF_8));
    }
    return values;
  }

  /** What some earlier run of this action asked of cargo. */
  List<String> questions(String base) throws IOException {
    return lists(base).stream().flatMap(list -> list.questions().stream()).distinct().toList();
  }

  /** The variables that some earlier run of this action turned out to look at. */
  List<String> watchedVariables(String base) throws IOException {
    return lists(base).stream()
        .flatMap(list -> Stream.concat(list.variables().stream(), list.tools().stream()))
        .distinct()
        .toList();
  }

  /**
   * As {@link #find}, for lists that count only in their workspace; elsewhere all files of the
   * workspace must be the same.
   */
  Optional<Found> findHere(
      String base, Build build, Crate crate, Observed.Answers answers, SandboxLevel least)
      throws IOException, InterruptedException {
    Optional<Found> known = find(here(base, build.places().workspace()), answers, least);
    if (known.isEmpty()) {
      known = find(everywhere(base, build, crate), answers, least);
      if (known.isPresent()) {
        keep(here(base, build.places().workspace()), known.get().recorded(), answers);
      }
    }
    return known;
  }

  List<String> keepHere(
      String base, Build build, Crate crate, Recorded recorded, Observed.Answers answers)
      throws IOException, InterruptedException {
    keep(everywhere(base, build, crate), recorded, answers);
    return keep(here(base, build.places().workspace()), recorded, answers);
  }

  static String here(String base, Path workspace) {
    return KeyText.hash(List.of("here", base, workspace.toString()));
  }

  private String everywhere(String base, Build build, Crate crate) throws IOException {
    String files = machine.digestBelow(root(build, crate), build.places().ours()).orElse("-");
    return KeyText.hash(List.of("everywhere", base, files));
  }

  /** Below which lies what a unit may read without a word. */
  Path root(Build build, Crate crate) {
    Path workspace = build.places().workspace();
    return crate.pkg().root().startsWith(workspace) ? workspace : crate.pkg().root();
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

  /** The state of what a run observed, as it is now. */
  private List<String> values(Observed observed, Observed.Answers answers)
      throws IOException, InterruptedException {
    return observed.values(text, machine, environment, named, excluded, answers);
  }

  private static String key(String base, List<String> values) {
    List<String> parts = new ArrayList<>();
    parts.add("result");
    parts.add(base);
    parts.addAll(values);
    return KeyText.hash(parts);
  }

  private static String listKey(String base) {
    return KeyText.hash(List.of("observed", base));
  }
}
