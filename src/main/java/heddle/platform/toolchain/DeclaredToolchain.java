package heddle.platform.toolchain;

import heddle.platform.Explanation;
import heddle.platform.RustcTarget;
import heddle.platform.RustcTargets;
import heddle.platform.Target;
import heddle.platform.binary.Abi;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A toolchain as {@code [toolchain.NAME]} of {@code heddle.toml} declares it: what it is for, its
 * tools by role, and what is asserted of them. Keys: {@code target}, {@code family}, {@code
 * version}, {@code sysroot}, {@code tools}, {@code flags}, {@code run.wrapper}.
 */
public record DeclaredToolchain(
    String name,
    Place place,
    String target,
    Place targetPlace,
    Optional<String> family,
    Optional<String> version,
    Optional<String> sysroot,
    Map<String, String> tools,
    Map<String, List<String>> flags,
    Optional<AbiFloor> floor,
    List<String> wrapper) {

  private static final List<String> KEYS =
      List.of("target", "family", "version", "sysroot", "tools", "abi", "flags", "run");

  private static final List<String> ROLES =
      List.of("cc", "cxx", "ar", "ranlib", "strip", "nm", "objcopy", "link");

  private static final List<String> FAMILIES = List.of("gcc", "clang", "zig");

  private static final List<String> LANGUAGES = List.of("c", "cxx", "link");

  /** All toolchains of a policy's table; a policy without any is an empty list. */
  public static List<DeclaredToolchain> of(Toml.Table policy) throws ProblemException {
    var declared = new ArrayList<DeclaredToolchain>();
    if (policy.get("toolchain").isPresent()) {
      Toml.Table all = table(policy.get("toolchain").get(), "toolchain");
      for (Toml.Entry entry : all.entries().values()) {
        DeclaredToolchain next =
            read(entry.key(), table(entry.value(), "toolchain." + entry.key()));
        for (DeclaredToolchain other : declared) {
          if (other.target.equals(next.target))
            throw new ProblemException(
                Problem.at(
                        next.place,
                        "the toolchain `"
                            + next.name
                            + "` is for the same target as `"
                            + other.name
                            + "`: "
                            + next.target)
                    .withLabel(other.place, "")
                    .withHelp("keep the one that builds shall use"));
        }
        declared.add(next);
      }
    }
    return List.copyOf(declared);
  }

  private static DeclaredToolchain read(String name, Toml.Table table) throws ProblemException {
    known(table, "key", KEYS);
    Optional<Toml> target = table.get("target");
    if (target.isEmpty()) {
      throw new ProblemException(
          Problem.at(table.place(), "the toolchain `" + name + "` names no `target`"));
    }
    String triple = text(target.get(), "target");
    if (!triple.endsWith(".json") && RustcTargets.find(triple).isEmpty()) {
      throw NamedTarget.unknown(target.get().place(), triple);
    }
    Optional<String> family = optional(table, "family");
    if (family.isPresent() && !FAMILIES.contains(family.get())) {
      throw new ProblemException(
          Problem.at(
                  table.get("family").orElseThrow().place(),
                  "a toolchain has no family `" + family.get() + "`")
              .withHelp("it is one of " + String.join(", ", FAMILIES)));
    }
    Map<String, String> tools = tools(table);
    if (table.get("version").isPresent() && !tools.containsKey("cc") && !tools.containsKey("cxx")) {
      throw new ProblemException(
          Problem.at(
                  table.get("version").get().place(),
                  "a toolchain's `version` is that of the compiler which its `tools` name")
              .withHelp("name it: `cc = \"…\"` in [toolchain." + name + ".tools]"));
    }
    return new DeclaredToolchain(
        name,
        table.place(),
        triple,
        target.get().place(),
        family,
        optional(table, "version"),
        optional(table, "sysroot"),
        tools,
        flags(table),
        table.get("abi").isPresent()
            ? Optional.of(AbiFloor.read(table(table.get("abi").get(), "abi")))
            : Optional.empty(),
        wrapper(table));
  }

  private static void known(Toml.Table table, String what, List<String> words)
      throws ProblemException {
    for (Toml.Entry entry : table.entries().values()) {
      if (!words.contains(entry.key())) {
        throw new ProblemException(
            Problem.at(entry.keyPlace(), "a toolchain has no " + what + " `" + entry.key() + "`")
                .withHelp("it has " + String.join(", ", words)));
      }
    }
  }

  private static Map<String, String> tools(Toml.Table table) throws ProblemException {
    var texts = new LinkedHashMap<String, String>();
    if (table.get("tools").isPresent()) {
      Toml.Table all = table(table.get("tools").get(), "tools");
      known(all, "tool", ROLES);
      for (Toml.Entry entry : all.entries().values()) {
        texts.put(entry.key(), text(entry.value(), entry.key()));
      }
    }
    return texts;
  }

  private static Map<String, List<String>> flags(Toml.Table table) throws ProblemException {
    var flags = new LinkedHashMap<String, List<String>>();
    if (table.get("flags").isEmpty()) {
      return flags;
    }
    Toml.Table all = table(table.get("flags").get(), "flags");
    known(all, "language", LANGUAGES);
    for (Toml.Entry entry : all.entries().values()) {
      var words = new ArrayList<String>();
      for (Toml item : array(entry.value(), entry.key()).items()) {
        String flag = text(item, entry.key());
        MachineFlags.refuse(flag, item.place());
        words.add(flag);
      }
      flags.put(entry.key(), List.copyOf(words));
    }
    return flags;
  }

  private static List<String> wrapper(Toml.Table table) throws ProblemException {
    var words = new ArrayList<String>();
    if (table.get("run").isPresent()) {
      Toml.Table run = table(table.get("run").get(), "run");
      known(run, "key in `run`", List.of("wrapper"));
      Optional<Toml> wrapper = run.get("wrapper");
      if (wrapper.isPresent()) {
        for (Toml item : array(wrapper.get(), "wrapper").items()) {
          words.add(text(item, "wrapper"));
        }
      }
    }
    return List.copyOf(words);
  }

  private static Optional<String> optional(Toml.Table table, String key) throws ProblemException {
    return table.get(key).isPresent()
        ? Optional.of(text(table.get(key).get(), key))
        : Optional.empty();
  }

  private static Toml.Table table(Toml value, String key) throws ProblemException {
    if (value instanceof Toml.Table table) {
      return table;
    }
    throw new ProblemException(Problem.at(value.place(), "`" + key + "` must be a table"));
  }

  private static Toml.Array array(Toml value, String key) throws ProblemException {
    if (value instanceof Toml.Array array) {
      return array;
    }
    throw new ProblemException(Problem.at(value.place(), "`" + key + "` must be an array"));
  }

  private static String text(Toml value, String key) throws ProblemException {
    if (value instanceof Toml.Text text) {
      return text.value();
    }
    throw new ProblemException(Problem.at(value.place(), "`" + key + "` must be a string"));
  }

  /**
   * The toolchain itself: its tools found (relative paths below {@code base}), their versions
   * asked, and what is declared held against what they say.
   */
  public Toolchain resolve(Surroundings surroundings, Path base, Target host) throws Exception {
    Optional<RustcTarget> row = NamedTarget.find(surroundings, base, target);
    if (row.isEmpty()) {
      throw NamedTarget.unknown(targetPlace, target);
    }
    Target own = floor.isPresent() ? floor.get().of(row.get().target()) : row.get().target();
    var found = new LinkedHashMap<String, Tool>();
    String kind = family.orElse("gcc");
    for (var entry : tools.entrySet()) {
      if (entry.getKey().equals("link") && tools.containsKey(entry.getValue())) {
        continue;
      }
      Tool named = program(surroundings, base, entry.getKey(), entry.getValue());
      boolean compiler = entry.getKey().equals("cc") || entry.getKey().equals("cxx");
      Optional<Toolchain> described =
          compiler
              ? new CompilerFinder(surroundings, host).describe(named.path(), named.words())
              : Optional.empty();
      if (described.isPresent()) {
        Tool tool = described.get().tool("cc").orElseThrow();
        kind = family.orElse(described.get().family());
        check(described.get(), tool, own, kind);
        found.put(entry.getKey(), tool);
      } else {
        found.put(entry.getKey(), named);
      }
    }
    Optional.ofNullable(found.get(tools.getOrDefault("link", "cc")))
        .ifPresent(tool -> found.putIfAbsent("link", tool));
    Optional<Path> root = sysroot.map(base::resolve);
    return new Toolchain(
        name,
        kind,
        own,
        host,
        found,
        root,
        floor.map(asked -> asked.added(flags)).orElse(flags),
        wrapper.stream()
            .map(w -> w.replace("{sysroot}", root.map(Path::toString).orElse("/")))
            .toList(),
        place.source().name() + ":" + place.line(),
        true,
        floor.isPresent() ? floor.get().asked(own) : Abi.NONE);
  }

  /**
   * A program, or one with words of its own behind it: {@code zig cc -target aarch64-linux-gnu}.
   */
  private Tool program(Surroundings surroundings, Path base, String role, String text)
      throws Exception {
    var programs = new Programs(surroundings);
    Optional<Path> file = programs.named(text, base);
    var words = new ArrayList<String>();
    if (file.isEmpty() && text.indexOf(' ') > 0) {
      words.addAll(List.of(text.strip().split(" +", -1)));
      file = programs.named(words.removeFirst(), base);
    }
    if (file.isEmpty()) {
      throw new ProblemException(
          Problem.at(place, "there is no program `" + text + "`")
              .withNote("the toolchain `" + name + "` says that it is its `" + role + "`"));
    }
    Path real = surroundings.behind(file.get()).orElse(file.get());
    // A link is another name of what it leads to: what is made with it shall be found under both.
    boolean same =
        ToolName.same(String.valueOf(file.get().getFileName()), String.valueOf(real.getFileName()));
    return new Tool(same ? real : file.get(), "", surroundings.digest(real).orElse(""), words);
  }

  private void check(Toolchain described, Tool tool, Target own, String kind)
      throws ProblemException {
    if (version.isPresent() && !tool.version().equals(version.get())) {
      throw new ProblemException(
          Problem.at(place, "`" + tool.path() + "` is version " + tool.version())
              .withNote("the toolchain `" + name + "` says " + version.get()));
    }
    // clang builds for every machine: who starts it says for which.
    boolean told = kind.equals("clang") && tool.words().isEmpty();
    if (!described.target().sameMachine(own) && !told) {
      throw new ProblemException(
          Problem.at(place, "`" + tool.path() + "` does not build for " + target)
              .withNote("it builds for " + Explanation.shortly(described.target())));
    }
  }
}
