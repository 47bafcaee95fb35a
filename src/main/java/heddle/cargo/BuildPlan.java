package heddle.cargo;

import heddle.engine.BuildException;
import heddle.engine.Context;
import heddle.engine.Durable;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The graph of units of a request, from the workspace of a manifest (absolute and normal) and the
 * configuration of a directory. Kept across processes: while no manifest, lock or configuration
 * changes, none is parsed.
 */
public record BuildPlan(Path manifest, ReadConfig config, BuildRequest request)
    implements Durable<UnitGraph> {
  @Override
  public String key() {
    return PlanKey.of(manifest, config, request);
  }

  @Override
  public String encode(UnitGraph value) {
    return PlanEncoding.encode(value);
  }

  @Override
  public UnitGraph decode(String text) throws ProblemException {
    return PlanDecoding.decode(text);
  }

  @Override
  public UnitGraph run(Context c) throws Exception {
    Config values = c.get(config);
    Workspace workspace = c.get(new ReadWorkspace(manifest, config));
    workspace.checkFaults();
    Lock lock = c.get(new ReadLock(workspace.lockFile()));
    var reading = new PlanConfig(values);
    Set<String> profiles = new HashSet<>(workspace.tables().profiles().keySet());
    profiles.add(request.profileName());
    workspace
        .tables()
        .profiles()
        .values()
        .forEach(table -> table.inherits().ifPresent(profiles::add));
    Platforms platforms =
        platforms(
            c,
            values,
            reading,
            request.targets().isEmpty() ? ConfiguredTargets.of(values).names() : request.targets());
    PlanSettings settings = reading.settings(profiles, platforms.host().rustc());
    PackageLoader loader =
        wanted -> c.all(wanted.stream().map(p -> new LoadPackage(p, config)).toList());
    UnitGraph graph =
        LockCheck.run(
            c,
            workspace.root(),
            checked ->
                new Planning(request, workspace, lock, settings, platforms, loader, checked)
                    .plan());
    new RootSources(new WorldFiles(c, true)).check(graph);
    return graph;
  }

  /** The host, and the platforms of these names, or else the host alone. */
  static Platforms platforms(Context c, Config values, PlanConfig reading, List<String> names)
      throws ProblemException, BuildException, InterruptedException {
    TargetFacts host = c.get(new TargetInfo(Optional.empty(), List.of()));
    Set<Platform> requested = new LinkedHashSet<>();
    for (String name : names) {
      requested.add(new Platform.Target(name.equals("host-tuple") ? host.triple() : name));
    }
    if (names.isEmpty()) {
      requested.add(Platform.host());
    }
    Map<Platform, TargetFacts> facts = new HashMap<>();
    Map<Platform, Set<String>> overrides = new HashMap<>();
    var all = new ArrayList<>(requested);
    all.add(Platform.host());
    for (Platform platform : all) {
      TargetFacts known = facts(c, values, platform, !names.isEmpty(), host);
      facts.put(platform, known);
      overrides.put(platform, reading.overrides(known.triple()));
    }
    return new Platforms(List.copyOf(requested), facts, overrides);
  }

  /** Flags may depend on cfgs and set some: asked twice, as cargo does, and no more. */
  private static TargetFacts facts(
      Context c, Config values, Platform platform, boolean named, TargetFacts host)
      throws ProblemException, BuildException, InterruptedException {
    Optional<String> triple =
        switch (platform) {
          case Platform.Host _ -> Optional.empty();
          case Platform.Target(String name) -> Optional.of(name);
        };
    TargetFacts facts = triple.isEmpty() ? host : c.get(new TargetInfo(triple, List.of()));
    List<String> used = List.of();
    for (int turn = 0; turn < 2; turn++) {
      List<String> flags = Rustflags.of(values, platform, named, facts).flags();
      if (flags.equals(used)) {
        return facts;
      }
      facts = c.get(new TargetInfo(triple, flags));
      used = flags;
    }
    return facts;
  }
}
