package heddle.contract;

import heddle.platform.toolchain.Export;
import heddle.platform.toolchain.Python;
import heddle.platform.toolchain.Toolchain;
import heddle.text.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The C tools of a script's target and of its host, as a script finds them in its context: what
 * they are, and files and words that say the same to CMake, Meson and configure scripts.
 *
 * @param cmake a toolchain file for {@code CMAKE_TOOLCHAIN_FILE}
 * @param meson a machine file: for {@code --cross-file}, or {@code --native-file} for the host
 * @param python that of a target which is another machine, if there is one
 * @param pyo3 a file that describes it, for {@code PYO3_CONFIG_FILE}
 */
public record ScriptToolchain(
    Export export, Path cmake, Path meson, Optional<Python> python, Optional<Path> pyo3) {
  /** The digest stands for the tools themselves, so that another compiler at one path shows. */
  Json json() {
    var members = new LinkedHashMap<>(tools(export.target()));
    members.put("cross", new Json.Bool(export.target().isCross()));
    members.put("cmake", new Json.Str(cmake.toString()));
    members.put("meson", new Json.Str(meson.toString()));
    members.put("configure", texts(export.autoconf()));
    members.put("runner", texts(export.target().runner()));
    members.put("host", new Json.Obj(tools(export.host())));
    python.ifPresent(each -> members.put("python", python(each)));
    return new Json.Obj(members);
  }

  /** The members of the schema {@code python-abi/1} that such a file tells, and PyO3's own file. */
  private Json python(Python of) {
    var members = new LinkedHashMap<String, Json>();
    members.put("implementation", new Json.Str(of.implementation().toLowerCase(Locale.ROOT)));
    members.put("version", new Json.Str(of.version()));
    members.put("soabi", new Json.Str(of.soabi()));
    members.put("free_threaded", new Json.Bool(of.freeThreaded()));
    members.put("debug", new Json.Bool(of.debug()));
    members.put("pointer_width", Json.Num.of(of.pointerBits()));
    members.put("include", texts(List.of(of.includeDirectory().toString())));
    pyo3.ifPresent(file -> members.put("pyo3", new Json.Str(file.toString())));
    return new Json.Obj(members);
  }

  private static Map<String, Json> tools(Toolchain of) {
    var members = new LinkedHashMap<String, Json>();
    members.put("family", new Json.Str(of.family()));
    members.put("digest", new Json.Str(of.producer().digest()));
    var tools = new LinkedHashMap<String, Json>();
    of.tools()
        .forEach((role, tool) -> {
          var one = new LinkedHashMap<String, Json>();
          one.put("path", new Json.Str(tool.path().toString()));
          one.put("version", new Json.Str(tool.version()));
          tools.put(role, new Json.Obj(one));
        });
    members.put("tools", new Json.Obj(tools));
    members.put(
        "sysroot",
        of.sysroot().<Json>map(path -> new Json.Str(path.toString())).orElse(new Json.Nil()));
    var flags = new LinkedHashMap<String, Json>();
    of.flags().forEach((language, words) -> flags.put(language, texts(words)));
    members.put("flags", new Json.Obj(flags));
    return members;
  }

  private static Json texts(List<String> texts) {
    return new Json.Arr(texts.stream().<Json>map(Json.Str::new).toList());
  }
}
