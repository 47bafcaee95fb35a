package heddle.platform.toolchain;

import heddle.text.Json;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds Python interpreters: the active virtual environment, pyenv's versions, and python3 in PATH
 * under any version. An interpreter is asked for its own sysconfig, in isolated mode; one that
 * cannot run here tells by its {@code build-details.json} (PEP 739).
 */
public final class PythonFinder {
  private static final String QUESTION =
      "import sys,sysconfig,json;"
          + "g=sysconfig.get_config_var;"
          + "print(json.dumps({'implementation':sys.implementation.name,"
          + "'release':'%d.%d.%d'%sys.version_info[:3],"
          + "'gil':not g('Py_GIL_DISABLED'),'debug':bool(g('Py_DEBUG')),"
          + "'shared':bool(g('Py_ENABLE_SHARED')),"
          + "'library':g('LDLIBRARY') or '','version':g('LDVERSION') or '',"
          + "'libdir':g('LIBDIR') or '','include':sysconfig.get_path('include') or '',"
          + "'suffix':g('EXT_SUFFIX') or '','platform':sysconfig.get_platform(),"
          + "'bits':64 if sys.maxsize>2**32 else 32}))";

  private final Surroundings surroundings;

  public PythonFinder(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Every interpreter, each program once; a virtual environment stands for itself. */
  public List<Python> all() throws Exception {
    var found = new ArrayList<Python>();
    Set<Path> seen = new LinkedHashSet<>();
    for (Place place : places()) {
      Path real = surroundings.real(place.file).orElse(place.file);
      if (surroundings.executable(place.file) && seen.add(place.virtual ? place.file : real)) {
        describe(place.file, place.origin).ifPresent(found::add);
      }
    }
    return List.copyOf(found);
  }

  private record Place(Path file, String origin, boolean virtual) {}

  private List<Place> places() throws Exception {
    var places = new ArrayList<Place>();
    Optional<String> virtual = surroundings.variable("VIRTUAL_ENV");
    if (virtual.isPresent()) {
      places.add(new Place(Path.of(virtual.get(), "bin", "python3"), "VIRTUAL_ENV", true));
    }
    Optional<Path> pyenv = surroundings.variable("PYENV_ROOT").map(Path::of);
    if (pyenv.isEmpty()) {
      pyenv = surroundings.variable("HOME").map(h -> Path.of(h, ".pyenv"));
    }
    if (pyenv.isPresent()) {
      var versions = new ArrayList<>(surroundings.list(pyenv.get().resolve("versions")));
      Collections.sort(versions);
      for (String version : versions) {
        Path file = pyenv.get().resolve("versions").resolve(version).resolve("bin/python3");
        places.add(new Place(file, "pyenv", false));
      }
    }
    for (Path directory : new Programs(surroundings).directories()) {
      // pyenv's shims are scripts that choose among its versions.
      if (pyenv.isPresent() && directory.startsWith(pyenv.get())) {
        continue;
      }
      var names = new ArrayList<>(surroundings.list(directory));
      Collections.sort(names);
      for (String name : names) {
        if (isInterpreter(name)) {
          places.add(new Place(directory.resolve(name), "PATH", false));
        }
      }
    }
    return places;
  }

  static boolean isInterpreter(String name) {
    if (!name.startsWith("python3") && !name.startsWith("pypy3")) {
      return false;
    }
    String rest = name.substring(name.indexOf('3') + 1);
    return rest.chars().allMatch(c -> Character.isDigit(c) || c == '.' || c == 't' || c == 'd');
  }

  /** What an interpreter is; empty if it does not answer. */
  public Optional<Python> describe(Path executable, String origin) throws Exception {
    Path real = surroundings.real(executable).orElse(executable);
    String digest = surroundings.digest(real).orElse("");
    Surroundings.Answer answer =
        surroundings.ask(digest, List.of(executable.toString(), "-I", "-c", QUESTION));
    if (!answer.succeeded()) {
      return fromBuildDetails(executable, digest, origin);
    }
    try {
      return Json.parse(new Source(executable.toString(), answer.output())) instanceof Json.Obj said
          ? Optional.of(read(executable, said, digest, origin))
          : Optional.empty();
    } catch (ProblemException _) {
      return Optional.empty();
    }
  }

  private Python read(Path executable, Json.Obj said, String digest, String origin)
      throws Exception {
    String release = text(said, "release");
    boolean shared = flag(said, "shared");
    Path libraries = Path.of(text(said, "libdir").isEmpty() ? "/" : text(said, "libdir"));
    Path library = libraries.resolve(text(said, "library"));
    String whole =
        shared
            ? RustcFinder.sha256(
                digest + surroundings.digest(surroundings.real(library).orElse(library)).orElse(""))
            : digest;
    return new Python(
        executable,
        implementation(text(said, "implementation")),
        firstTwo(release),
        release,
        !flag(said, "gil"),
        flag(said, "debug"),
        shared,
        text(said, "version").isEmpty() ? "" : "python" + text(said, "version"),
        libraries,
        Path.of(text(said, "include").isEmpty() ? "/" : text(said, "include")),
        text(said, "suffix"),
        text(said, "platform"),
        said.members().get("bits") instanceof Json.Num n && n.text().equals("32") ? 32 : 64,
        whole,
        origin);
  }

  private Optional<Python> fromBuildDetails(Path executable, String digest, String origin)
      throws Exception {
    Path prefix = executable.resolveSibling("..").normalize();
    for (String name : surroundings.list(prefix.resolve("lib"))) {
      if (name.startsWith("python3.")) {
        Path file = prefix.resolve("lib").resolve(name).resolve("build-details.json");
        Optional<String> text = surroundings.read(file);
        if (text.isPresent()
            && Json.parse(new Source(file.toString(), text.get())) instanceof Json.Obj details) {
          return Optional.of(BuildDetails.read(executable, file, details, digest, origin));
        }
      }
    }
    return Optional.empty();
  }

  static String implementation(String name) {
    return switch (name) {
      case "cpython" -> "CPython";
      case "pypy" -> "PyPy";
      case "graalpy" -> "GraalVM";
      default -> name;
    };
  }

  static String firstTwo(String release) {
    int second = release.indexOf('.', release.indexOf('.') + 1);
    return second < 0 ? release : release.substring(0, second);
  }

  static String text(Json.Obj object, String key) {
    return object.members().get(key) instanceof Json.Str s ? s.value() : "";
  }

  private static boolean flag(Json.Obj object, String key) {
    return object.members().get(key) instanceof Json.Bool b && b.value();
  }
}
