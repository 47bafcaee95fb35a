package heddle.contract;

import heddle.platform.toolchain.Export;
import heddle.platform.toolchain.Toolchain;
import heddle.text.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The C tools of a script's target and of its host, as a script finds them in its context: what
 * they are, and files and words that say the same to CMake, Meson and configure scripts.
 *
 * @param cmake a toolchain file for {@code CMAKE_TOOLCHAIN_FILE}
 * @param meson a machine file: for {@code --cross-file}, or {@code --native-file} for the host
 */
public record ScriptToolchain(Export export, Path cmake, Path meson) {
  /** The digest stands for the tools themselves, so that another compiler at one path shows. */
  Json json() {
    var members = new LinkedHashMap<>(tools(export.target()));
    members.put("cross", new Json.Bool(export.target().isCross()));
    members.put("cmake", new Json.Str(cmake.toString()));
    members.put("meson", new Json.Str(meson.toString()));
    members.put("configure", texts(export.autoconf()));
    members.put("runner", texts(export.target().runner()));
    members.put("host", new Json.Obj(tools(export.host())));
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
