package heddle.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * Ways out by files; each is true where it worked. At the plain level all do, so none may do harm
 * then: what a test leaves is removed by whoever runs it, and nothing may be mounted there.
 */
record FileAttempts(Trial trial) {
  boolean writesHome() throws Exception {
    return writes(Files.createDirectories(trial.undeclared("user-home")));
  }

  boolean writesUndeclared() throws Exception {
    trial.output("echo x > /written; echo x > /heddle/written; echo x > /dev/written");
    boolean kept = !trial.output("ls /written /heddle/written /dev/written").isEmpty();
    trial.output("rm -f /written /heddle/written /dev/written");
    return writes(Files.createDirectories(trial.undeclared("store"))) || kept;
  }

  boolean writesSources() throws Exception {
    var sources = trial.sources();
    var file = sources.resolve("written");
    trial.output(
        "unshare -Urm sh -c 'umount -l "
            + sources
            + "; mount -o remount,bind,rw "
            + sources
            + "; echo x > "
            + file
            + "'");
    boolean remounted = Files.deleteIfExists(file);
    return writes(sources) || remounted;
  }

  private boolean writes(Path directory) throws Exception {
    var file = directory.resolve("written");
    trial.output("mkdir -p " + directory + "; echo x > " + file);
    boolean made = Files.deleteIfExists(file);
    Files.writeString(file, "not empty");
    trial.output("rm " + file + "; mv " + file + " .; perl -e 'truncate(\"" + file + "\", 0)'");
    boolean changed = !Files.exists(file) || Files.size(file) == 0;
    Files.deleteIfExists(file);
    Files.deleteIfExists(trial.out().resolve("written"));
    return made || changed;
  }

  boolean readsSecret() throws Exception {
    var other = Files.createDirectories(trial.undeclared("scratch/run-other"));
    var secret = Files.writeString(other.resolve("secret"), "the secret");
    long us = ProcessHandle.current().pid();
    var tries =
        List.of(
            "cat " + secret,
            "ln " + secret + " linked && cat linked",
            "ln -s " + secret + " pointed && cat pointed",
            "cat /proc/1/root" + secret,
            "cat /proc/" + us + "/root" + secret,
            "unshare -Urm sh -c 'umount -l /tmp; cat " + secret + "'");
    boolean read =
        Files.isReadable(Path.of("/etc/shadow")) && !trial.output("cat /etc/shadow").isEmpty();
    for (var each : tries) {
      read |= trial.says("the secret", each);
    }
    for (var name : List.of("linked", "pointed")) {
      Files.deleteIfExists(trial.out().resolve(name));
    }
    return read;
  }

  boolean seesUndeclared() throws Exception {
    var there = Files.writeString(trial.undeclared("there"), "");
    // What another action was given is nothing to this one, not even its name.
    var given = Files.createDirectories(trial.undeclared("given"));
    var action = trial.action("true", Map.of());
    trial.run(action.withPermissions(new Permissions(false, List.of(given), List.of())));
    return trial.says("yes", "test -e " + there + " && echo yes")
        || trial.says("yes", "test -e " + given + " && echo yes");
  }

  boolean changesAttributes() throws Exception {
    var file = Files.writeString(trial.undeclared("modes"), "");
    var source = Files.writeString(trial.sources().resolve("modes"), "");
    boolean changed = false;
    for (var each : List.of(file, source)) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rw-------"));
      Files.setLastModifiedTime(each, FileTime.fromMillis(1_000_000));
      trial.output("chmod 666 " + each + "; touch -d @5 " + each);
      changed |=
          Files.getPosixFilePermissions(each).size() != 2
              || Files.getLastModifiedTime(each).toMillis() != 1_000_000;
      Files.delete(each);
    }
    return changed;
  }

  boolean leavesSetuid() throws Exception {
    trial.output("cp /bin/true suid; chmod 4755 suid; perl -e 'sysopen(F, \"made\", 0101, 04755)'");
    boolean left = false;
    for (var name : List.of("suid", "made")) {
      var file = trial.out().resolve(name);
      if (Files.exists(file)) {
        left |= ((int) Files.getAttribute(file, "unix:mode") & 04000) != 0;
        Files.delete(file);
      }
    }
    return left;
  }

  boolean makesDevice() throws Exception {
    var file = trial.out().resolve("null");
    trial.output("mknod null c 1 3; echo x > null");
    boolean made = Files.exists(file) && !Files.isRegularFile(file);
    Files.deleteIfExists(file);
    return made;
  }

  boolean outputLink() throws Exception {
    var other = Files.createDirectories(trial.undeclared("other"));
    Files.writeString(other.resolve("secret"), "the secret");
    var names = List.of("file", "folder", "folder/secret", "below/../file");
    var action =
        trial
            .action(
                "ln -s " + other + "/secret file; ln -s " + other + " folder; mkdir below",
                Map.of())
            .withOutputs(names.stream().map(n -> Mount.placeholder("out") + "/" + n).toList());
    var outcome = trial.run(action);
    boolean made = Files.isSymbolicLink(trial.out().resolve("folder"));
    return !made || !outcome.outputs().isEmpty();
  }

  /** What loaders and interpreters do for variables, done by who prepares the sandbox. */
  boolean actsByVariables() throws Exception {
    var outside = Files.createDirectories(trial.undeclared("outside")).resolve("written");
    Files.writeString(
        trial.out().resolve("Evil.pm"), "open(my $f, '>', '" + outside + "'); close($f); 1;\n");
    trial.run(
        trial.action(
            "perl -e 1",
            Map.of("PERL5OPT", "-MEvil", "PERL5LIB", trial.out().toString(), "PERL5DB", "1")));
    return Files.deleteIfExists(outside);
  }

  /** 10 GB printed, and a file of that size. */
  boolean floods() throws Exception {
    var limits = new Limits(java.time.Duration.ofSeconds(30), 2 << 20, 1 << 20, 100);
    for (var stream : List.of("", " >&2")) {
      var printed = trial.run("head -c 10000000000 /dev/zero" + stream, limits);
      if (printed.ending() != Ending.TOO_MUCH_OUTPUT
          || Math.max(printed.stdout().size(), printed.stderr().size()) != limits.streamBytes()) {
        return true;
      }
    }
    // The writer was started before its parent could be given limits, as it may happen.
    trial.run("(sleep 1; exec head -c 20000000 /dev/zero > big) & wait", limits);
    return size(trial.out().resolve("big")) > limits.fileBytes();
  }

  private static long size(Path file) throws IOException {
    long size = Files.size(file);
    Files.delete(file);
    return size;
  }
}
