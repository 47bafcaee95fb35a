package heddle.rust;

import heddle.cargo.PackageId;
import heddle.cargo.PackageIdSpec;
import heddle.cargo.UnitGraph;
import heddle.engine.BuildException;
import heddle.engine.Context;
import heddle.engine.Task;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Says of the units of a package, or of all that the order builds, why they would be built or would
 * not: it looks for each result as a build does and runs nothing. Equal only to itself.
 */
record ExplainUnits(Preparation preparation, Task<UnitGraph> plan, Optional<PackageIdSpec> spec)
    implements Task<List<UnitReason>> {
  /** Whether a result is there, and if it is not, the present key where that is known. */
  private record Outlook(boolean found, Optional<List<KeyPart>> key) {}

  /** Looks for one unit's result. */
  private record Look(Build build, int index) implements Task<Outlook> {
    @Override
    public Outlook run(Context c) throws Exception {
      try {
        if (build.crate(index).work() == Crate.Work.RUN_SCRIPT) {
          c.get(new RunScript(build, index));
        } else {
          c.get(new CompileUnit(build, index));
        }
        return new Outlook(true, Optional.empty());
      } catch (BuildException failed) {
        Optional<List<KeyPart>> key = Optional.empty();
        for (Exception cause : failed.causes()) {
          if (!(cause instanceof Unbuilt unbuilt)) throw failed;
          if (unbuilt.unit() == index) key = Optional.of(unbuilt.parts());
        }
        return new Outlook(false, key);
      }
    }

    @Override
    public String toString() {
      return "look for " + build.crate(index).name();
    }
  }

  @Override
  public List<UnitReason> run(Context c) throws Exception {
    List<PackageId> packages = c.get(plan).units().stream().map(u -> u.pkg().id()).toList();
    Build build = preparation.prepare(c).looking();
    List<Crate> asked =
        (spec.isPresent() ? NamedUnits.of(build.crates(), packages, spec.get()) : build.crates())
            .stream().filter(crate -> crate.work() != Crate.Work.DOC_TEST).toList();
    BitSet needed = new BitSet();
    asked.forEach(crate -> below(build, crate.index(), needed));
    List<Look> looks = new ArrayList<>();
    needed.stream().forEach(each -> looks.add(new Look(build, each)));
    List<Outlook> seen = c.all(looks);
    Map<Integer, Outlook> outlooks = new TreeMap<>();
    for (int i = 0; i < looks.size(); i++) outlooks.put(looks.get(i).index(), seen.get(i));
    List<UnitReason> reasons = new ArrayList<>();
    for (Crate crate : asked) reasons.add(reason(build, crate, outlooks));
    return List.copyOf(reasons);
  }

  private static void below(Build build, int index, BitSet seen) {
    if (seen.get(index) || build.crate(index).work() == Crate.Work.DOC_TEST) return;
    seen.set(index);
    build.crate(index).dependencies().forEach(each -> below(build, each.index(), seen));
  }

  private static UnitReason reason(Build build, Crate crate, Map<Integer, Outlook> outlooks)
      throws IOException {
    Outlook outlook = of(outlooks, crate.index());
    Optional<Ledger.Entry> last = build.ledger().last(crate);
    Optional<List<KeyPart>> noted = build.ledger().noted(crate);
    UnitReason.State state =
        outlook.found()
            ? noted.isEmpty()
                ? UnitReason.State.REPLACED
                : last.map(Ledger.Entry::parts).equals(noted)
                    ? UnitReason.State.FRESH
                    : UnitReason.State.FOUND
            : outlook.key().isPresent() ? UnitReason.State.STALE : UnitReason.State.WAITS;
    List<KeyChange> changes =
        switch (state) {
          case STALE -> changes(build, last, outlook.key().orElseThrow());
          case FOUND ->
              changes(build, last, noted.orElseThrow()).stream()
                  .filter(each -> each.kind() != KeyChange.Kind.RESULT)
                  .toList();
          case WAITS -> last.isEmpty() ? List.of() : early(build, crate, last.get());
          case FRESH, REPLACED -> List.of();
        };
    return new UnitReason(
        Ledger.called(crate),
        crate.pkg().specification(),
        crate.work().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        crate.triple(),
        crate.codegen().profileName(),
        state,
        changes,
        state == UnitReason.State.WAITS ? first(build, crate, outlooks) : List.of(),
        last.map(entry ->
            new UnitReason.Last(
                entry.seen(),
                entry.how() != Ledger.How.FOUND,
                entry.how() == Ledger.How.FAILED,
                entry.ran(),
                entry.because())),
        names(build, path(build, build.roots(), crate.index())),
        build.crates().stream()
            .filter(other ->
                other.dependencies().stream().anyMatch(each -> each.index() == crate.index()))
            .map(Ledger::called)
            .distinct()
            .toList(),
        noted.or(() -> last.map(Ledger.Entry::parts)).stream()
            .flatMap(List::stream)
            .anyMatch(part -> part.kind() == KeyPart.Kind.PATHS));
  }

  private static List<KeyChange> changes(
      Build build, Optional<Ledger.Entry> last, List<KeyPart> key) throws IOException {
    return Ledger.reasons(last, key, since -> new PresentWorld(build, since));
  }

  private static List<KeyChange> early(Build build, Crate crate, Ledger.Entry last)
      throws IOException {
    List<String> arguments =
        crate.work() == Crate.Work.RUN_SCRIPT
            ? List.of()
            : CompileKey.keyed(
                build, build.arguments().of(crate, ScriptArguments.of(crate, List.of())));
    return KeyChanges.early(last.parts(), arguments, new PresentWorld(build, last.seen()));
  }

  private static Outlook of(Map<Integer, Outlook> outlooks, int index) {
    return Optional.ofNullable(outlooks.get(index)).orElseThrow();
  }

  /** The units below that would run without waiting for others. */
  private static List<UnitReason.Below> first(
      Build build, Crate crate, Map<Integer, Outlook> outlooks) throws IOException {
    BitSet below = new BitSet();
    below(build, crate.index(), below);
    List<UnitReason.Below> found = new ArrayList<>();
    for (int index : below.stream().toArray()) {
      Optional<List<KeyPart>> key = of(outlooks, index).key();
      if (index == crate.index() || key.isEmpty()) continue;
      Crate other = build.crate(index);
      found.add(
          new UnitReason.Below(
              Ledger.called(other),
              names(build, path(build, List.of(crate.index()), index)),
              changes(build, build.ledger().last(other), key.get())));
    }
    return found;
  }

  private static List<String> names(Build build, List<Integer> path) {
    return path.stream().map(each -> Ledger.called(build.crate(each))).toList();
  }

  /** The shortest way down, both ends included; empty if there is none. */
  private static List<Integer> path(Build build, List<Integer> from, int to) {
    Map<Integer, Integer> above = new LinkedHashMap<>();
    Deque<Integer> next = new ArrayDeque<>(from);
    from.forEach(each -> above.put(each, -1));
    while (!next.isEmpty()) {
      int at = next.poll();
      if (at == to) {
        List<Integer> path = new ArrayList<>();
        for (int each = at; each >= 0; each = above.getOrDefault(each, -1)) path.addFirst(each);
        return path;
      }
      for (Crate.Dependency each : build.crate(at).dependencies()) {
        if (above.putIfAbsent(each.index(), at) == null) next.add(each.index());
      }
    }
    return List.of();
  }

  @Override
  public String toString() {
    return "explain " + spec.map(PackageIdSpec::toString).orElse("all units");
  }
}
