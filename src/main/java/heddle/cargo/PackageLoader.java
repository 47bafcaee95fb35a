package heddle.cargo;

import heddle.engine.BuildException;
import heddle.text.ProblemException;
import java.util.List;

/** Brings packages that are not of the workspace: registry and git packages of the lock. */
interface PackageLoader {
  /** The packages in the order of the ids; they may be fetched and read in parallel. */
  List<Package> load(List<LockedPackage> wanted)
      throws ProblemException, BuildException, InterruptedException;
}
