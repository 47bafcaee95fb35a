package heddle.platform.toolchain;

import heddle.platform.Dialect;
import heddle.platform.Reading;
import heddle.platform.RustcTarget;
import heddle.platform.Spelling;
import heddle.platform.Target;
import heddle.platform.binary.Abi;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds C compilers in PATH: the host's by their plain names, cross compilers by the GNU name of
 * their target in front ({@code aarch64-linux-gnu-gcc}). What each makes is what it says itself.
 */
public final class CompilerFinder {
  private static final String[] ROLES = {"ar", "ranlib", "strip", "nm", "objcopy"};

  private final Surroundings surroundings;
  private final Programs programs;
  private final Target host;

  /** {@code host} is where the tools run. */
  public CompilerFinder(Surroundings surroundings, Target host) {
    this.surroundings = surroundings;
    this.programs = new Programs(surroundings);
    this.host = host;
  }

  /** Every compiler in PATH, each program once, in the order of PATH and then of the names. */
  public List<Toolchain> all() throws Exception {
    var found = new ArrayList<Toolchain>();
    Set<Path> seen = new LinkedHashSet<>();
    for (Path directory : programs.directories()) {
      var names = new ArrayList<>(surroundings.list(directory));
      Collections.sort(names);
      for (String name : names) {
        if (isCompiler(name) && surroundings.executable(directory.resolve(name))) {
          Path file = directory.resolve(name);
          if (seen.add(surroundings.real(file).orElse(file))) {
            described(file).ifPresent(found::add);
          }
        }
      }
    }
    return List.copyOf(found);
  }

  /**
   * The compiler for a target: the host's own for the host, else a cross compiler by its prefix.
   */
  public Optional<Toolchain> of(RustcTarget row) throws Exception {
    Target target = row.target();
    if (target.sameMachine(host)
        && target.os().equals(host.os())
        && target.env().equals(host.env())) {
      Optional<Path> own = own();
      return own.isPresent() ? describe(own.get()) : Optional.empty();
    }
    for (String prefix : prefixes(row.name(), target)) {
      for (String name : List.of("gcc", "clang", "cc")) {
        Optional<Path> file = programs.find(prefix + "-" + name);
        if (file.isPresent()) {
          return describe(file.get());
        }
      }
    }
    Optional<Path> zig = programs.find("zig");
    return zig.isPresent() ? zig(zig.get(), target) : Optional.empty();
  }

  /** The host's own compiler, as rustc and scripts look for it. */
  public Optional<Path> own() throws Exception {
    for (String name : List.of("cc", "gcc", "clang")) {
      Optional<Path> file = programs.find(name);
      if (file.isPresent()) {
        return file;
      }
    }
    return Optional.empty();
  }

  /** zig compiles for every target whose C library it carries in source. */
  private Optional<Toolchain> zig(Path zig, Target target) throws Exception {
    boolean carried = target.env().equals("gnu") || target.env().equals("musl");
    Optional<String> name =
        target.os().equals("linux") && carried
            ? Spelling.nearest(target, Dialect.ZIG)
            : Optional.empty();
    return name.isPresent()
        ? describe(zig, List.of("cc", "-target", name.get()))
        : Optional.empty();
  }

  private Optional<Toolchain> described(Path file) throws Exception {
    return isZig(file) ? zig(file, host) : describe(file);
  }

  private static boolean isZig(Path file) {
    return String.valueOf(file.getFileName()).equals("zig");
  }

  /** The GNU names under which a cross compiler of the target may stand, the most exact first. */
  public static List<String> prefixes(String rustcTarget, Target target) {
    var prefixes = new LinkedHashSet<String>();
    Spelling.nearest(target, Dialect.GNU).ifPresent(prefixes::add);
    if (target.arch().equals("arm") && target.os().equals("linux")) {
      prefixes.add("arm-linux-" + target.env() + target.abi());
    }
    if (target.arch().equals("x86") && target.os().equals("linux")) {
      prefixes.add("i686-linux-" + target.env());
    }
    prefixes.add(rustcTarget);
    prefixes.add(rustcTarget.replace("-unknown-", "-"));
    if (target.os().equals("none")) {
      String cpu = target.arch().equals("arm") ? "arm" : target.arch();
      prefixes.add(cpu + "-none-" + (target.abi().startsWith("eabi") ? "eabi" : "elf"));
      prefixes.add(cpu + "-unknown-elf");
    }
    return List.copyOf(prefixes);
  }

  /** A word before the dash is a target's name; {@code c99-gcc} is gcc again. */
  private static boolean isCompiler(String name) {
    String base = ToolName.withoutVersion(name);
    if (base.equals("gcc") || base.equals("clang") || base.equals("zig")) {
      return true;
    }
    int dash = base.endsWith("-gcc") || base.endsWith("-clang") ? base.lastIndexOf('-') : -1;
    return dash > 0 && base.indexOf('-') < dash;
  }

  /** The toolchain of a compiler; empty if it does not say what it makes. */
  public Optional<Toolchain> describe(Path compiler) throws Exception {
    return describe(compiler, List.of());
  }

  /** The same of a compiler that is started with words of its own in front. */
  public Optional<Toolchain> describe(Path compiler, List<String> words) throws Exception {
    String driver = surroundings.digest(surroundings.real(compiler).orElse(compiler)).orElse("");
    boolean zig = isZig(compiler);
    Optional<Target> named = zig ? zigTarget(words) : Optional.empty();
    boolean clang = true;
    String said = "";
    Optional<Target> target = named;
    // zig hands a version of glibc on to clang, which then refuses to answer.
    if (named.isEmpty()) {
      Surroundings.Answer machine = ask(driver, compiler, words, "-dumpmachine");
      Surroundings.Answer about = ask(driver, compiler, words, "--version");
      if (!machine.succeeded() || !about.succeeded()) {
        return Optional.empty();
      }
      said = about.output();
      clang = said.contains("clang");
      target = meaning(machine.output().strip(), clang ? Dialect.LLVM : Dialect.GNU);
    }
    if (target.isEmpty()) {
      return Optional.empty();
    }
    String version =
        zig
            ? ask(driver, compiler, List.of(), "version").output().strip()
            : version(driver, compiler, clang, said);
    String digest = clang ? driver : CompilerProper.digest(surroundings, driver, compiler);
    var tools = new LinkedHashMap<String, Tool>();
    tools.put("cc", new Tool(compiler, version, digest, words));
    if (zig) {
      zigTools(tools, target.get());
    } else {
      tools.put("link", new Tool(compiler, version, digest, words));
      others(compiler, clang, version, digest, words, tools);
    }
    Optional<Path> sysroot = clang ? Optional.empty() : sysroot(driver, compiler);
    return Optional.of(
        new Toolchain(
            String.valueOf(compiler.getFileName()),
            zig ? "zig" : clang ? "clang" : "gcc",
            target.get(),
            host,
            tools,
            sysroot,
            Map.of(),
            new EmulatorFinder(surroundings, host).of(target.get()),
            compiler.toString(),
            false,
            Abi.NONE));
  }

  /**
   * The target that zig is told, with its floor; empty if none is, or in words zig would not take.
   */
  private static Optional<Target> zigTarget(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.startsWith("--target=")) {
        return meaning(word.substring("--target=".length()), Dialect.ZIG);
      }
      if (word.equals("-target") && i + 1 < words.size()) {
        return meaning(words.get(i + 1), Dialect.ZIG);
      }
    }
    return Optional.empty();
  }

  /** rustc brings its own start files of musl's, which zig would link twice. */
  private static void zigTools(Map<String, Tool> tools, Target target) {
    Tool cc = tools.values().iterator().next();
    var cxx = new ArrayList<>(cc.words());
    cxx.set(0, "c++");
    tools.put("cxx", new Tool(cc.path(), cc.version(), cc.digest(), cxx));
    for (String role : List.of("ar", "ranlib")) {
      tools.put(role, new Tool(cc.path(), cc.version(), cc.digest(), List.of(role)));
    }
    if (!target.env().equals("musl")) {
      tools.put("link", cc);
    }
  }

  private Surroundings.Answer ask(String digest, Path compiler, String... words) throws Exception {
    return ask(digest, compiler, List.of(), words);
  }

  private Surroundings.Answer ask(String digest, Path compiler, List<String> first, String... words)
      throws Exception {
    var command = new ArrayList<String>();
    command.add(compiler.toString());
    command.addAll(first);
    command.addAll(List.of(words));
    return surroundings.ask(digest, command);
  }

  private static Optional<Target> meaning(String triple, Dialect dialect) {
    try {
      return Reading.of(triple, dialect).meaning();
    } catch (ProblemException _) {
      return Optional.empty();
    }
  }

  private String version(String digest, Path compiler, boolean clang, String about)
      throws Exception {
    if (!clang) {
      Surroundings.Answer full = ask(digest, compiler, "-dumpfullversion", "-dumpversion");
      return full.output().strip();
    }
    int at = about.indexOf("version ");
    String rest = at < 0 ? "" : about.substring(at + "version ".length());
    int end = 0;
    while (end < rest.length()
        && (Character.isDigit(rest.charAt(end)) || rest.charAt(end) == '.')) {
      end++;
    }
    return rest.substring(0, end);
  }

  /** A root of {@code /} is the distribution's own layout, no sysroot. */
  private Optional<Path> sysroot(String driver, Path compiler) throws Exception {
    String said = ask(driver, compiler, "-print-sysroot").output().strip();
    return said.startsWith("/") && !said.equals("/")
        ? Optional.of(Path.of(said))
        : Optional.empty();
  }

  private void others(
      Path compiler,
      boolean clang,
      String version,
      String digest,
      List<String> words,
      Map<String, Tool> tools)
      throws Exception {
    String name = String.valueOf(compiler.getFileName());
    String base = ToolName.withoutVersion(name);
    String suffix = name.substring(base.length());
    int end = base.endsWith("gcc") ? 3 : base.endsWith("clang") ? 5 : 2;
    String prefix = base.substring(0, Math.max(0, base.length() - end));
    String cxx =
        prefix + (base.endsWith("cc") && !base.endsWith("gcc") ? "c++" : clang ? "clang++" : "g++");
    for (String each : List.of(cxx + suffix, cxx)) {
      Path file = compiler.resolveSibling(each);
      if (surroundings.executable(file)) {
        tools.putIfAbsent("cxx", new Tool(file, version, digest, words));
      }
    }
    for (String role : ROLES) {
      for (String each :
          clang ? List.of("llvm-" + role + suffix, prefix + role) : List.of(prefix + role)) {
        Optional<Path> file = programs.find(each);
        if (file.isPresent() && !tools.containsKey(role)) {
          Path real = surroundings.real(file.get()).orElse(file.get());
          tools.put(role, new Tool(file.get(), "", surroundings.digest(real).orElse("")));
        }
      }
    }
  }
}
