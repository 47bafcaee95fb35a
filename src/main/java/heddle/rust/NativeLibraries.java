package heddle.rust;

import heddle.platform.RustcTarget;
import heddle.platform.binary.Artifact;
import heddle.platform.binary.LinkCheck;
import heddle.platform.binary.LinkInput;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.world.FileBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The native libraries that build scripts bring to a link, found where rustc and the linker will
 * look for them, and held against the target and each other before the linker is asked.
 */
final class NativeLibraries {
  /** A script's words and the package that they come from. */
  record Provided(String producer, ScriptOutput output) {}

  private NativeLibraries() {}

  /**
   * Throws all that does not go together. A library that is found nowhere is left to the linker, as
   * are files of no known format (linker scripts).
   */
  static void check(String product, Optional<RustcTarget> target, List<Provided> scripts)
      throws ProblemException {
    if (target.isEmpty()) {
      return;
    }
    var inputs = new ArrayList<LinkInput>();
    for (Provided script : scripts) {
      for (String library : script.output.libraries()) {
        find(library, script, scripts).ifPresent(inputs::add);
      }
    }
    if (inputs.isEmpty()) {
      return;
    }
    List<Problem> problems = LinkCheck.problems(product, target.get().target(), inputs);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  /** {@code [KIND[:MODIFIERS]=]NAME[:RENAME]}, in the script's own directories first. */
  private static Optional<LinkInput> find(String library, Provided script, List<Provided> scripts) {
    int equals = library.indexOf('=');
    String kind = equals < 0 ? "" : library.substring(0, equals);
    String name = library.substring(equals + 1);
    int colon = name.indexOf(':');
    String plain = colon < 0 ? name : name.substring(0, colon);
    if (kind.startsWith("framework")) {
      return Optional.empty();
    }
    List<String> files =
        kind.contains("+verbatim")
            ? List.of(plain)
            : kind.startsWith("static")
                ? List.of("lib" + plain + ".a")
                : List.of("lib" + plain + ".so", "lib" + plain + ".a");
    for (Path directory : directories(script, scripts)) {
      for (String file : files) {
        Optional<Artifact> artifact = read(directory.resolve(file));
        if (artifact.isPresent()) {
          return Optional.of(new LinkInput(script.producer + " (build script)", artifact.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static List<Path> directories(Provided own, List<Provided> all) {
    var directories = new ArrayList<Path>();
    add(own, directories);
    all.forEach(each -> add(each, directories));
    return directories;
  }

  private static void add(Provided script, List<Path> directories) {
    for (String path : script.output.searchPaths()) {
      if (!path.startsWith("crate=")
          && !path.startsWith("dependency=")
          && !path.startsWith("framework=")) {
        directories.add(Path.of(ScriptOutput.directoryOf(path)));
      }
    }
  }

  private static Optional<Artifact> read(Path file) {
    try {
      return Optional.of(Artifact.read(file.toString(), FileBytes.map(file)));
    } catch (IOException | ProblemException _) {
      return Optional.empty();
    }
  }
}
