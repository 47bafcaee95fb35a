package heddle.cli;

import heddle.cargo.Lock;
import heddle.cargo.SourceId;
import heddle.cargo.resolve.Locking;
import heddle.cargo.resolve.Updating;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code heddle update}: chooses versions anew, of everything or of what is named. */
final class UpdateCommand implements Command {
  @Override
  public Usage usage() {
    var options =
        new ArrayList<Option>(
            List.of(
                Option.value("package", 'p', "SPEC", "Package to update").repeated(),
                Option.value("precise", "PRECISE", "Update SPEC to exactly PRECISE"),
                Option.flag("recursive", "Update what is below the packages named, too"),
                Option.flag("breaking", "Change requirements, too: unstable in cargo, refused"),
                Option.flag("workspace", 'w', "Change only what the manifests demand"),
                Option.flag("dry-run", 'n', "Show what would change, and write nothing")));
    options.addAll(LockSession.options());
    return new Usage("[SPEC...]", 0, Integer.MAX_VALUE, false, options);
  }

  @Override
  public int run(Session session, Arguments given) throws Exception {
    var specs = new ArrayList<>(given.words());
    specs.addAll(given.values("package"));
    if (given.has("breaking")) {
      Unstable.require(session, given, "the `--breaking` flag", 12425);
      throw new UsageException(
          "Heddle has no `--breaking`",
          Optional.of("change the requirement with `heddle add NAME@VERSION`"));
    }
    if (given.has("precise") && given.has("recursive")) {
      throw new UsageException("`--precise` and `--recursive` cannot be used together");
    }
    if (given.has("precise") && specs.isEmpty()) {
      throw new UsageException(
          "the following required arguments were not provided:\n  <SPEC|--package [<SPEC>]>");
    }
    try (LockSession locks = LockSession.open(session, given)) {
      if (locks.locks().found().lock().isEmpty() && given.has("precise")) {
        locks.suppose();
      }
      Optional<Lock> lock = locks.locks().found().lock();
      if (lock.isEmpty()) {
        locks.renew(false, Locking.Change.NONE, false, given.has("dry-run"));
        return 0;
      }
      var updating =
          new Updating(
              specs, given.has("recursive"), given.value("precise"), given.has("workspace"));
      for (SourceId repository : updating.repositories(lock.get(), locks.workspace())) {
        locks.locks().fix(repository, given.value("precise").orElse(""));
      }
      locks.renew(
          true,
          updating.change(lock.get(), locks.workspace()),
          given.has("precise"),
          given.has("dry-run"));
      return 0;
    }
  }
}
