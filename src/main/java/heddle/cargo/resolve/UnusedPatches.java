package heddle.cargo.resolve;

import heddle.cargo.Lock;
import heddle.cargo.PackageId;
import heddle.cargo.ReadConfig;
import heddle.cargo.ReadLock;
import heddle.cargo.ReadWorkspace;
import heddle.cargo.Workspace;
import heddle.engine.Context;
import heddle.engine.Task;
import heddle.text.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is warned of the patches that a lock names as unused, each time that it is looked at. */
public record UnusedPatches(Path manifest, ReadConfig config) implements Task<List<Problem>> {
  @Override
  public List<Problem> run(Context c) throws Exception {
    Workspace workspace = c.get(new ReadWorkspace(manifest, config));
    if (workspace.tables().patches().isEmpty()) {
      return List.of();
    }
    Lock lock = c.get(new ReadLock(workspace.lockFile()));
    return lock.unusedPatches().isEmpty()
        ? List.of()
        : told(Previous.of(lock, workspace).unusedPatches());
  }

  static List<Problem> told(List<PackageId> unused) {
    var warnings = new ArrayList<Problem>();
    for (PackageId id : unused) {
      Problem warning = Problem.of("patch `" + id + "` was not used in the crate graph");
      warnings.add(
          id.equals(unused.getLast())
              ? warning.withHelp(
                  "Check that the patched package version and available features are compatible\n"
                      + "with the dependency requirements. If the patch has a different version from\n"
                      + "what is locked in the Cargo.lock file, run `heddle update` to use the new\n"
                      + "version. This may also occur with an optional dependency that is not"
                      + " enabled.")
              : warning);
    }
    return warnings;
  }
}
