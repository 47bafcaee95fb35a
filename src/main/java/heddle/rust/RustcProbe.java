package heddle.rust;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What rustc says of one target under given flags: file names by crate type (a type that the target
 * lacks is absent), sysroot, supported kinds of split debug information, and the {@code cfg} lines
 * without {@code proc_macro}.
 *
 * <p>One run of rustc answers all ({@link #arguments}); cargo asks the same in {@code
 * build_context/target_info.rs}.
 */
record RustcProbe(
    Map<String, CrateFiles> files, Path sysroot, List<String> splitDebuginfo, List<String> cfgs) {
  private static final List<String> CRATE_TYPES =
      List.of("bin", "rlib", "dylib", "cdylib", "staticlib", "proc-macro");
  private static final String NAME = "___";

  RustcProbe {
    files = Map.copyOf(files);
    splitDebuginfo = List.copyOf(splitDebuginfo);
    cfgs = List.copyOf(cfgs);
  }

  /**
   * The arguments of rustc that make it print what {@link #parse} reads; {@code target} is empty
   * for the host.
   */
  static List<String> arguments(List<String> rustflags, String target) {
    List<String> arguments =
        new ArrayList<>(List.of("-", "--crate-name", NAME, "--print=file-names"));
    arguments.addAll(rustflags);
    if (!target.isEmpty()) {
      arguments.add("--target");
      arguments.add(target);
    }
    for (String type : CRATE_TYPES) {
      arguments.add("--crate-type");
      arguments.add(type);
    }
    arguments.addAll(
        List.of(
            "--print=sysroot",
            "--print=split-debuginfo",
            "--print=crate-name",
            "--print=cfg",
            "-Wwarnings"));
    return arguments;
  }

  static RustcProbe parse(String output, String errors) throws ProblemException {
    List<String> lines = output.lines().toList();
    int at = 0;
    Map<String, CrateFiles> files = new LinkedHashMap<>();
    for (String type : CRATE_TYPES) {
      if (errors.contains("unsupported crate type `" + type + "`")
          || errors.contains("unknown crate type: `" + type + "`")) {
        continue;
      }
      String line = at < lines.size() ? lines.get(at) : "";
      int name = line.indexOf(NAME);
      if (name < 0) {
        throw incomplete("file-names", output, errors);
      }
      files.put(
          type, new CrateFiles(line.substring(0, name), line.substring(name + NAME.length())));
      at++;
    }
    if (at >= lines.size()) {
      throw incomplete("sysroot", output, errors);
    }
    Path sysroot = Path.of(lines.get(at++));
    List<String> split = new ArrayList<>();
    while (at < lines.size() && !lines.get(at).equals(NAME)) {
      split.add(lines.get(at++));
    }
    if (at++ >= lines.size()) {
      throw incomplete("split-debuginfo", output, errors);
    }
    List<String> cfgs = new ArrayList<>(lines.subList(at, lines.size()));
    cfgs.remove("proc_macro");
    return new RustcProbe(files, sysroot, split, cfgs);
  }

  private static ProblemException incomplete(String what, String output, String errors) {
    Problem problem = Problem.of("rustc did not answer `--print=" + what + "`");
    String said = (errors.isBlank() ? output : errors).strip();
    return new ProblemException(said.isEmpty() ? problem : problem.withNote("rustc said: " + said));
  }
}
