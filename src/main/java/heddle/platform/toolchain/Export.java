package heddle.platform.toolchain;

import heddle.platform.Dialect;
import heddle.platform.MachineNames;
import heddle.platform.Reading;
import heddle.platform.RustcTarget;
import heddle.platform.Spelling;
import heddle.platform.Target;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A target's toolchain, and the host's beside it, as each tool wants to be told: variables for
 * build scripts, files for CMake and Meson, words for configure. All say the same, as all come from
 * here.
 *
 * @param rustc the target under rustc's name, which suffixes the variables
 */
public record Export(RustcTarget rustc, Toolchain target, Toolchain host) {

  /** The target's name as variables carry it: no dash and no dot. */
  private String suffix() {
    return rustc.name().replace('-', '_').replace('.', '_');
  }

  /**
   * What a build script's libraries read: cc-rs ({@code CC_<target>}, {@code CFLAGS_<target>},
   * {@code HOST_CC}), pkg-config-rs, the cmake crate ({@code CMAKE_TOOLCHAIN_FILE_<target>} where
   * that file was written), cargo ({@code CARGO_TARGET_<TARGET>_LINKER}, {@code _RUNNER}).
   */
  public Map<String, String> variables(Optional<Path> cmakeFile) {
    var variables = new TreeMap<String, String>();
    tools(variables, target, "_" + suffix(), "");
    if (target.isCross()) {
      tools(variables, host, "", "HOST_");
      pkgConfig(variables);
    }
    String upper = suffix().toUpperCase(Locale.ROOT);
    linker().ifPresent(file -> variables.put("CARGO_TARGET_" + upper + "_LINKER", file.toString()));
    if (!target.runner().isEmpty()) {
      variables.put("CARGO_TARGET_" + upper + "_RUNNER", String.join(" ", target.runner()));
    }
    variables.putAll(deployment());
    cmakeFile.ifPresent(file -> variables.put("CMAKE_TOOLCHAIN_FILE_" + suffix(), file.toString()));
    return variables;
  }

  /** The least version of Apple's system as rustc, cc-rs and clang read it, where one is asked. */
  public Map<String, String> deployment() {
    Target t = target.target();
    if (!target.declared() || t.osMin().isEmpty() || !t.isApple()) {
      return Map.of();
    }
    return switch (t.os()) {
      case "macos" -> Map.of("MACOSX_DEPLOYMENT_TARGET", t.osMin());
      case "ios" -> Map.of("IPHONEOS_DEPLOYMENT_TARGET", t.osMin());
      case "tvos" -> Map.of("TVOS_DEPLOYMENT_TARGET", t.osMin());
      case "watchos" -> Map.of("WATCHOS_DEPLOYMENT_TARGET", t.osMin());
      case "visionos" -> Map.of("XROS_DEPLOYMENT_TARGET", t.osMin());
      default -> Map.of();
    };
  }

  /** What cargo and rustc can start as a linker: one file. */
  private Optional<Path> linker() {
    return target.tool("link").filter(tool -> tool.words().isEmpty()).map(Tool::path);
  }

  private void tools(Map<String, String> variables, Toolchain from, String after, String before) {
    Map<String, String> names = Map.of("cc", "CC", "cxx", "CXX", "ar", "AR", "ranlib", "RANLIB");
    names.forEach((role, name) ->
        from.tool(role).ifPresent(t -> variables.put(before + name + after, t.text())));
    put(variables, before + "CFLAGS" + after, compileFlags(from, "c"));
    put(variables, before + "CXXFLAGS" + after, compileFlags(from, "cxx"));
  }

  private static void put(Map<String, String> variables, String name, List<String> words) {
    if (!words.isEmpty()) {
      variables.put(name, String.join(" ", words));
    }
  }

  /** The user's flags behind what the toolchain itself needs. */
  private static List<String> compileFlags(Toolchain from, String language) {
    var words = new ArrayList<String>();
    from.sysroot().ifPresent(root -> words.add("--sysroot=" + root));
    words.addAll(from.flags(language));
    return words;
  }

  private void pkgConfig(Map<String, String> variables) {
    String after = "_" + suffix();
    variables.put("PKG_CONFIG_ALLOW_CROSS" + after, "1");
    target
        .sysroot()
        .ifPresent(root -> variables.put("PKG_CONFIG_SYSROOT_DIR" + after, root.toString()));
    variables.put("PKG_CONFIG_LIBDIR" + after, String.join(":", pkgConfigDirectories()));
    // Without this the host's own directories would come first.
    variables.put("PKG_CONFIG_PATH" + after, "");
  }

  /**
   * Where the target's {@code .pc} files lie, below the sysroot or in Debian's multiarch layout.
   */
  public List<String> pkgConfigDirectories() {
    String root = target.sysroot().map(Path::toString).orElse("");
    var directories = new ArrayList<String>();
    multiarch().ifPresent(m -> directories.add(root + "/usr/lib/" + m + "/pkgconfig"));
    if (!root.isEmpty()) {
      directories.add(root + "/usr/lib/pkgconfig");
    }
    directories.add(root + "/usr/share/pkgconfig");
    return directories;
  }

  /** Debian's name for the target's directories, {@code aarch64-linux-gnu}. */
  Optional<String> multiarch() {
    return Spelling.nearest(rustcTarget(), Dialect.DEBIAN)
        .map(arch -> {
          try {
            return Reading.of(arch, Dialect.DEBIAN).fields().getOrDefault("multiarch", "");
          } catch (ProblemException e) {
            throw new IllegalStateException("a name that Debian's dialect gave itself: " + arch, e);
          }
        });
  }

  /** The target as rustc has it, which knows the processor's level; the compiler may not. */
  private Target rustcTarget() {
    try {
      return rustc.target();
    } catch (ProblemException _) {
      return target.target();
    }
  }

  /**
   * A toolchain file for {@code CMAKE_TOOLCHAIN_FILE}; for the host's own target it names only
   * tools.
   */
  public String cmake() {
    var lines = new ArrayList<String>();
    Target t = rustcTarget();
    if (target.isCross()) {
      lines.add("set(CMAKE_SYSTEM_NAME " + MachineNames.cmakeSystem(t) + ")");
      MachineNames.cmakeProcessor(t)
          .ifPresent(p -> lines.add("set(CMAKE_SYSTEM_PROCESSOR " + p + ")"));
    }
    deployment()
        .values()
        .forEach(floor -> lines.add("set(CMAKE_OSX_DEPLOYMENT_TARGET " + floor + ")"));
    cmakeTool(lines, "cc", "CMAKE_C_COMPILER");
    cmakeTool(lines, "cxx", "CMAKE_CXX_COMPILER");
    cmakeTool(lines, "ar", "CMAKE_AR");
    cmakeTool(lines, "ranlib", "CMAKE_RANLIB");
    cmakeTool(lines, "strip", "CMAKE_STRIP");
    if (target.family().equals("clang") && target.isCross()) {
      lines.add("set(CMAKE_C_COMPILER_TARGET " + rustc.llvmTarget() + ")");
      lines.add("set(CMAKE_CXX_COMPILER_TARGET " + rustc.llvmTarget() + ")");
    }
    target
        .sysroot()
        .ifPresent(root -> lines.add("set(CMAKE_SYSROOT " + quoted(root.toString()) + ")"));
    cmakeFlags(lines, "c", "CMAKE_C_FLAGS_INIT");
    cmakeFlags(lines, "cxx", "CMAKE_CXX_FLAGS_INIT");
    cmakeFlags(lines, "link", "CMAKE_EXE_LINKER_FLAGS_INIT");
    cmakeFlags(lines, "link", "CMAKE_SHARED_LINKER_FLAGS_INIT");
    if (!target.runner().isEmpty()) {
      lines.add(
          "set(CMAKE_CROSSCOMPILING_EMULATOR " + quoted(String.join(";", target.runner())) + ")");
    }
    if (target.isCross()) {
      lines.add("set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)");
      if (target.sysroot().isPresent()) {
        lines.add("set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)");
        lines.add("set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)");
        lines.add("set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)");
      }
      multiarch().ifPresent(m -> lines.add("set(CMAKE_LIBRARY_ARCHITECTURE " + m + ")"));
    }
    return String.join("\n", lines) + "\n";
  }

  /** CMake takes words behind a compiler, but not behind the others. */
  private void cmakeTool(List<String> lines, String role, String variable) {
    boolean compiler = role.equals("cc") || role.equals("cxx");
    target
        .tool(role)
        .filter(tool -> compiler || tool.words().isEmpty())
        .ifPresent(t ->
            lines.add(
                "set("
                    + variable
                    + " "
                    + t.command().stream().map(Export::quoted).collect(Collectors.joining(" "))
                    + ")"));
  }

  private void cmakeFlags(List<String> lines, String language, String variable) {
    if (!target.flags(language).isEmpty()) {
      lines.add("set(" + variable + " " + quoted(String.join(" ", target.flags(language))) + ")");
    }
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$") + "\"";
  }

  /** Meson's machine file: a cross file for another machine, a native file for the host's own. */
  public String meson() {
    var lines = new ArrayList<String>();
    Target t = rustcTarget();
    lines.add("[binaries]");
    mesonTool(lines, "cc", "c");
    mesonTool(lines, "cxx", "cpp");
    mesonTool(lines, "ar", "ar");
    mesonTool(lines, "strip", "strip");
    lines.add("pkg-config = 'pkg-config'");
    if (!target.runner().isEmpty()) {
      lines.add("exe_wrapper = " + mesonList(target.runner()));
    }
    lines.add("");
    lines.add("[built-in options]");
    lines.add("c_args = " + mesonList(compileFlags(target, "c")));
    lines.add("cpp_args = " + mesonList(compileFlags(target, "cxx")));
    lines.add("c_link_args = " + mesonList(linkFlags()));
    lines.add("cpp_link_args = " + mesonList(linkFlags()));
    if (target.isCross()) {
      lines.add("");
      lines.add("[properties]");
      target.sysroot().ifPresent(root -> lines.add("sys_root = " + mesonText(root.toString())));
      lines.add("pkg_config_libdir = " + mesonList(pkgConfigDirectories()));
      lines.add("needs_exe_wrapper = " + !target.target().sameMachine(host.target()));
      lines.add("");
      lines.add("[host_machine]");
      lines.add("system = " + mesonText(MachineNames.mesonSystem(t)));
      MachineNames.mesonSubsystem(t).ifPresent(s -> lines.add("subsystem = " + mesonText(s)));
      lines.add("cpu_family = " + mesonText(MachineNames.mesonFamily(t).orElse(t.arch())));
      lines.add("cpu = " + mesonText(MachineNames.uname(t).orElse(t.arch())));
      lines.add("endian = " + mesonText(t.endian().id()));
    }
    return String.join("\n", lines) + "\n";
  }

  private void mesonTool(List<String> lines, String role, String name) {
    target
        .tool(role)
        .ifPresent(t ->
            lines.add(
                name
                    + " = "
                    + (t.words().isEmpty()
                        ? mesonText(t.path().toString())
                        : mesonList(t.command()))));
  }

  private static String mesonList(List<String> words) {
    return words.stream().map(Export::mesonText).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String mesonText(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /**
   * The words for a configure script: {@code --build}, {@code --host}, and the tools as variables.
   */
  public List<String> autoconf() {
    var words = new ArrayList<String>();
    gnuName(host).ifPresent(name -> words.add("--build=" + name));
    gnuName(target).ifPresent(name -> words.add("--host=" + name));
    Map<String, String> names =
        new TreeMap<>(
            Map.of("cc", "CC", "cxx", "CXX", "ar", "AR", "ranlib", "RANLIB", "strip", "STRIP"));
    names.forEach(
        (role, name) -> target.tool(role).ifPresent(t -> words.add(name + "=" + t.text())));
    word(words, "CFLAGS", compileFlags(target, "c"));
    word(words, "CXXFLAGS", compileFlags(target, "cxx"));
    word(words, "LDFLAGS", linkFlags());
    if (target.isCross()) {
      target.sysroot().ifPresent(root -> words.add("PKG_CONFIG_SYSROOT_DIR=" + root));
      words.add("PKG_CONFIG_LIBDIR=" + String.join(":", pkgConfigDirectories()));
      words.add("PKG_CONFIG_PATH=");
    }
    return words;
  }

  private static void word(List<String> words, String name, List<String> flags) {
    if (!flags.isEmpty()) {
      words.add(name + "=" + String.join(" ", flags));
    }
  }

  private List<String> linkFlags() {
    var words = new ArrayList<String>();
    target.sysroot().ifPresent(root -> words.add("--sysroot=" + root));
    words.addAll(target.flags("link"));
    return words;
  }

  /** The prefix of the compiler's name if it is a GNU name, as configure looks for tools by it. */
  private static Optional<String> gnuName(Toolchain of) {
    String tool = of.tool("cc").map(t -> String.valueOf(t.path().getFileName())).orElse("");
    int dash = tool.lastIndexOf("-gcc");
    if (dash > 0) {
      return Optional.of(tool.substring(0, dash));
    }
    return Spelling.nearest(of.target(), Dialect.GNU);
  }

  /** The table of cargo's configuration for this target. */
  public String cargo() {
    var lines = new ArrayList<String>();
    lines.add("[target." + rustc.name() + "]");
    linker().ifPresent(file -> lines.add("linker = " + tomlText(file.toString())));
    if (!target.runner().isEmpty()) {
      lines.add(
          "runner = ["
              + target.runner().stream().map(Export::tomlText).collect(Collectors.joining(", "))
              + "]");
    }
    return String.join("\n", lines) + "\n";
  }

  private static String tomlText(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
