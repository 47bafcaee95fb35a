package heddle.rust;

import heddle.platform.Target;
import heddle.platform.binary.Abi;
import heddle.platform.binary.Artifact;
import heddle.platform.binary.Facet;
import heddle.platform.binary.LinkCheck;
import heddle.platform.binary.LinkInput;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.world.FileBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;

/**
 * The native libraries that build scripts bring to a link, found where rustc and the linker will
 * look for them, and held against the target and each other before the linker is asked.
 */
final class NativeLibraries {
  /** What a link is told, and by whom. */
  record Provided(String producer, ScriptOutput output) {
    /** The words of a package's script. */
    static Provided ofScript(CratePackage pkg, ScriptOutput output) {
      return new Provided(pkg.description() + " (build script)", output);
    }
  }

  private NativeLibraries() {}

  /**
   * Throws all that does not go together: libraries and the objects and archives among the linker's
   * arguments. A library that is found nowhere is left to the linker, as are files of no known
   * format (linker scripts).
   */
  static void check(String product, Target target, Abi wanted, List<Provided> scripts)
      throws ProblemException {
    var inputs = new ArrayList<LinkInput>();
    for (Provided script : scripts) {
      for (List<Path> candidates : candidates(script, scripts)) {
        candidates.stream()
            .flatMap(file -> read(file).stream())
            .findFirst()
            .ifPresent(a -> inputs.add(new LinkInput(script.producer, a)));
      }
    }
    if (inputs.isEmpty()) {
      return;
    }
    List<Problem> problems = LinkCheck.problems(product, target, wanted, inputs);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  /**
   * For each library that the scripts name the files that it may be, there or not: the first of a
   * known format is the one.
   */
  static List<List<Path>> candidates(List<Provided> scripts) {
    return scripts.stream().flatMap(each -> candidates(each, scripts).stream()).toList();
  }

  private static List<List<Path>> candidates(Provided script, List<Provided> scripts) {
    var all = new ArrayList<List<Path>>();
    for (String library : script.output.libraries()) {
      all.add(candidates(library, script, scripts));
    }
    for (LinkArgument argument : script.output.linkArguments()) {
      if (isObject(argument.argument())) {
        all.add(List.of(Path.of(argument.argument())));
      }
    }
    return all;
  }

  /** The libraries that the user's own flags bring: {@code -L} and {@code -l} of RUSTFLAGS. */
  static List<Provided> ofFlags(List<String> rustflags) {
    var draft = new ScriptOutput.Draft();
    for (int i = 0; i < rustflags.size(); i++) {
      String word = rustflags.get(i);
      if (!word.startsWith("-L") && !word.startsWith("-l")) {
        continue;
      }
      boolean apart = word.length() == 2 && i + 1 < rustflags.size();
      String value = apart ? rustflags.get(++i) : word.substring(2);
      (word.startsWith("-L") ? draft.searchPaths : draft.libraries).add(value);
    }
    return draft.libraries.isEmpty() && draft.searchPaths.isEmpty()
        ? List.of()
        : List.of(new Provided("the user's flags for rustc (RUSTFLAGS)", draft.finish()));
  }

  private static boolean isObject(String word) {
    return word.startsWith("/")
        && (word.endsWith(".o")
            || word.endsWith(".a")
            || word.endsWith(".so")
            || word.endsWith(".obj"));
  }

  /**
   * What every artifact of a link must fit: the target, with the level of the processor that rustc
   * was told; of a processor by name it is not known here what it can do.
   */
  static Abi wanted(Target target, List<String> rustflags) {
    var facets = new EnumMap<Facet, String>(Facet.class);
    facets.putAll(Abi.of(target).facets());
    String all = String.join(" ", rustflags);
    int at = all.lastIndexOf("target-cpu=");
    if (at >= 0) {
      String cpu = all.substring(at + "target-cpu=".length()).split(" ", -1)[0];
      if (cpu.startsWith("x86-64-v")) {
        facets.put(Facet.ISA, cpu);
      } else {
        facets.remove(Facet.ISA);
      }
    }
    return new Abi(facets);
  }

  /** Throws where what was linked needs a newer library or system than was asked for. */
  static void checkProduct(String product, Target target, Abi asked, Artifact made)
      throws ProblemException {
    Abi offered = Abi.of(target).with(asked);
    for (Abi.Clash clash : made.abi().against(offered, true)) {
      String help =
          switch (clash.facet()) {
            case LIBC_MIN ->
                "link against an older "
                    + target.libc().kind()
                    + " (a sysroot, or `zig cc -target …."
                    + target.libcMin()
                    + "`), or raise the floor to ";
            case CXX_MIN -> "link against an older libstdc++ (a sysroot), or raise the floor to ";
            case OS_MIN -> "compile all of it for that floor, or raise the floor to ";
            default -> "";
          };
      if (!help.isEmpty()) {
        throw new ProblemException(
            Problem.of(
                    "`"
                        + made.name()
                        + "` of "
                        + product
                        + " does not keep to its floor: "
                        + clash.text())
                .withNote("the floor is that of the toolchain in heddle.toml")
                .withHelp(help + clash.first()));
      }
    }
  }

  /** {@code [KIND[:MODIFIERS]=]NAME[:RENAME]}, in the script's own directories first. */
  private static List<Path> candidates(String library, Provided script, List<Provided> scripts) {
    int equals = library.indexOf('=');
    String kind = equals < 0 ? "" : library.substring(0, equals);
    String name = library.substring(equals + 1);
    int colon = name.indexOf(':');
    String plain = colon < 0 ? name : name.substring(0, colon);
    if (kind.startsWith("framework")) {
      return List.of();
    }
    List<String> files =
        kind.contains("+verbatim")
            ? List.of(plain)
            : kind.startsWith("static")
                ? List.of("lib" + plain + ".a")
                : List.of("lib" + plain + ".so", "lib" + plain + ".a");
    return directories(script, scripts).stream()
        .flatMap(directory -> files.stream().map(directory::resolve))
        .toList();
  }

  /** The directories that rustc and the linker search for native libraries because of this. */
  static List<Path> directories(Provided script) {
    var directories = new ArrayList<Path>();
    add(script, directories);
    return directories;
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

  /** The artifact; nothing where there is no file, or one of no known format. */
  static Optional<Artifact> read(Path file) {
    try (var bytes = new FileBytes()) {
      return Optional.of(
          Artifact.read(
              file.toString(), bytes.map(file), member -> bytes.map(file.resolveSibling(member))));
    } catch (IOException | ProblemException _) {
      return Optional.empty();
    }
  }
}
