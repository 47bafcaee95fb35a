package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code cargo tree} prints for the workspace of a manifest (absolute and normal). Of the
 * request, packages, features and targets count. Empty if there is nothing to show.
 */
public record Tree(Path manifest, Task<Config> config, BuildRequest request, TreeOptions options)
    implements Task<String> {
  @Override
  public String run(Context c) throws Exception {
    Config values = c.get(config);
    Workspace workspace = c.get(new ReadWorkspace(manifest, config));
    Lock lock = c.get(new ReadLock(workspace.lockFile()));
    if (request.packages() instanceof PackageSelection.Named) {
      List<PackageId> local = new ArrayList<>();
      workspace.members().forEach(each -> local.add(each.id()));
      workspace.pathPackages().values().forEach(each -> local.add(each.id()));
      SelectedPackages.of(request.packages(), workspace).among(LockedGraph.join(lock, local).ids());
    }
    var reading = new PlanConfig(values);
    Platforms platforms = BuildPlan.platforms(c, values, reading, request.targets());
    PlanSettings settings =
        reading.settings(workspace.tables().profiles().keySet(), platforms.host().rustc());
    PackageLoader loader =
        wanted -> c.all(wanted.stream().map(p -> new LoadPackage(p, config)).toList());
    return LockCheck.run(
        c,
        workspace.root(),
        checked ->
            new Planning(request, workspace, lock, settings, platforms, loader, checked)
                .tree(options));
  }
}
