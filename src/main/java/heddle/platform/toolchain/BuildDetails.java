package heddle.platform.toolchain;

import heddle.text.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code build-details.json} of a Python (PEP 739, CPython 3.14 on): its ABI without running it, as
 * a cross build needs.
 */
final class BuildDetails {
  private BuildDetails() {}

  static Python read(Path executable, Path file, Json.Obj details, String digest, String origin) {
    Json.Obj language = object(details, "language");
    Json.Obj implementation = object(details, "implementation");
    Json.Obj abi = object(details, "abi");
    Json.Obj library = object(details, "libpython");
    String version = PythonFinder.text(language, "version");
    List<String> flags =
        abi.members().get("flags") instanceof Json.Arr list
            ? list.items().stream().map(i -> i instanceof Json.Str s ? s.value() : "").toList()
            : List.of();
    String dynamic = PythonFinder.text(library, "dynamic");
    Path path = file.resolveSibling(dynamic.isEmpty() ? "." : dynamic).normalize();
    String name = String.valueOf(path.getFileName());
    return new Python(
        executable,
        PythonFinder.implementation(PythonFinder.text(implementation, "name")),
        version,
        release(implementation, version),
        flags.contains("t"),
        flags.contains("d"),
        !dynamic.isEmpty(),
        name.startsWith("lib") && name.indexOf(".so") > 0
            ? name.substring(3, name.indexOf(".so"))
            : "python" + version + (flags.contains("t") ? "t" : ""),
        path.resolveSibling(".").normalize(),
        file.resolveSibling(PythonFinder.text(object(details, "c_api"), "headers")).normalize(),
        PythonFinder.text(abi, "extension_suffix"),
        PythonFinder.text(details, "platform"),
        PythonFinder.text(details, "platform").contains("64") ? 64 : 32,
        digest,
        origin);
  }

  private static String release(Json.Obj implementation, String version) {
    Json.Obj parts = object(implementation, "version");
    return parts.members().get("micro") instanceof Json.Num micro
        ? version + "." + micro.text()
        : version;
  }

  private static Json.Obj object(Json.Obj from, String key) {
    return from.members().get(key) instanceof Json.Obj found ? found : new Json.Obj(Map.of());
  }
}
