package heddle.rust;

import heddle.cargo.Config;
import heddle.cargo.ConfigValue;
import heddle.cargo.ConfiguredTargets;
import heddle.cargo.Setting;
import heddle.cargo.TargetCondition;
import heddle.cargo.TargetFacts;
import heddle.cargo.Version;
import heddle.contract.ScriptToolchain;
import heddle.platform.toolchain.Export;
import heddle.text.CfgSet;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The toolchain of a build and what goes with it for each target, by triple (the host's under the
 * empty one): the flags in force and what planning must know. Rules: cargo's {@code
 * build_context/target_info.rs} and {@code util/context/target.rs}.
 */
record ToolchainSetup(
    Toolchain toolchain,
    List<String> targets,
    Map<String, List<String>> rustflags,
    Map<String, List<String>> rustdocflags,
    Map<String, TargetFacts> facts,
    List<String> notes) {
  ToolchainSetup {
    targets = List.copyOf(targets);
    rustflags = Map.copyOf(rustflags);
    rustdocflags = Map.copyOf(rustdocflags);
    facts = Map.copyOf(facts);
    notes = List.copyOf(notes);
  }

  /** {@code asked} are the targets of the command line, as given. */
  static ToolchainSetup of(Config config, RustcQueries queries, List<String> asked)
      throws IOException, InterruptedException, ProblemException {
    List<String> notes = new ArrayList<>();
    Path rustc = queries.rustc(named(config, "RUSTC", "rustc"));
    RustcVersion version = queries.version(rustc);
    if (version.unstable() && config.value("unstable").isPresent()) {
      notes.add(
          "`[unstable]` of the configuration is not read: Heddle builds as a stable cargo does");
    }
    List<String> targets = new ArrayList<>();
    for (String target : asked.isEmpty() ? ConfiguredTargets.of(config).names() : asked) {
      String triple = target.equals("host-tuple") ? version.host() : target;
      if (!targets.contains(triple)) {
        targets.add(triple);
      }
    }
    List<String> all = new ArrayList<>(List.of(""));
    all.addAll(targets);
    Map<String, RustcProbe> probes = new HashMap<>();
    Map<String, List<String>> flags = new HashMap<>();
    Map<String, List<String>> documentation = new HashMap<>();
    Map<String, TargetFacts> facts = new HashMap<>();
    Map<String, Path> linkers = new HashMap<>();
    Map<String, List<String>> runners = new HashMap<>();
    Map<String, NativeTools> natives = new HashMap<>();
    for (String target : all) {
      String triple = target.isEmpty() ? version.host() : target;
      boolean bare = target.isEmpty() && !targets.isEmpty();
      Optional<NativeTools> tools = queries.keyedTools(version.host(), triple);
      List<String> first =
          bare ? List.of() : leveled(rustflags(config, triple, Optional.empty()), tools);
      RustcProbe probe = queries.probe(rustc, first, target);
      List<String> second =
          bare
              ? List.of()
              : leveled(rustflags(config, triple, Optional.of(CfgSet.parse(probe.cfgs()))), tools);
      if (!second.equals(first)) {
        probe = queries.probe(rustc, second, target);
      }
      CfgSet cfgs = CfgSet.parse(probe.cfgs());
      probes.put(target, probe);
      flags.put(target, second);
      documentation.put(
          target, bare ? List.of() : flags(config, "rustdocflags", triple, Optional.of(cfgs)));
      facts.put(target, new TargetFacts(triple, cfgs, Version.parse(version.release())));
      Optional<String> linker = program(config, triple, cfgs, "linker");
      if (linker.isPresent()) {
        linkers.put(target, Path.of(linker.get()));
      }
      List<String> runner = runner(config, triple, cfgs);
      if (!runner.isEmpty()) {
        runners.put(target, runner);
      }
      if (tools.isPresent()) {
        ScriptToolchain given = tools.get().given();
        Export export = given.export();
        if (export.target().isCross() || export.target().declared()) {
          cross(export, target, linkers, runners);
          natives.put(target, tools.get().with(scriptVariables(tools.get(), config)));
        } else {
          natives.put(target, tools.get());
        }
      }
    }
    RustcProbe host =
        probes.getOrDefault("", new RustcProbe(Map.of(), rustc, List.of(), List.of()));
    List<String> triples = new ArrayList<>(new TreeSet<>(targets));
    triples.add(version.host());
    Optional<String> wrapper = wrapper(config, queries, "RUSTC_WRAPPER", "rustc-wrapper", notes);
    Optional<String> workspaceWrapper =
        wrapper(config, queries, "RUSTC_WORKSPACE_WRAPPER", "rustc-workspace-wrapper", notes);
    Path rustdoc =
        named(config, "RUSTDOC", "rustdoc").map(Path::of).orElse(rustc.resolveSibling("rustdoc"));
    Toolchain toolchain =
        new Toolchain(
            rustc,
            rustdoc,
            version,
            queries.producer(rustc, version, host.sysroot(), triples),
            probes,
            linkers,
            runners,
            wrapper,
            workspaceWrapper,
            contents(queries, wrapper, workspaceWrapper),
            natives);
    return new ToolchainSetup(toolchain, targets, flags, documentation, facts, notes);
  }

  /** A declared level of the processor is rustc's, too. */
  private static List<String> leveled(List<String> flags, Optional<NativeTools> tools) {
    if (tools.isEmpty()) {
      return flags;
    }
    List<String> all = new ArrayList<>(flags);
    all.addAll(tools.get().rustflags(flags));
    return List.copyOf(all);
  }

  /** What cargo's configuration does not say, the tools that were found do. */
  private static void cross(
      Export tools, String target, Map<String, Path> linkers, Map<String, List<String>> runners) {
    tools.target().tool("link").ifPresent(tool -> linkers.putIfAbsent(target, tool.path()));
    if (!tools.target().runner().isEmpty()) {
      runners.putIfAbsent(target, tools.target().runner());
    }
  }

  /**
   * What build scripts of the target are told of its C tools; what the user has set stays theirs,
   * under whichever of the names that cc-rs, pkg-config-rs and the cmake crate read.
   */
  private static Map<String, String> scriptVariables(NativeTools found, Config config) {
    ScriptToolchain tools = found.given();
    Map<String, String> variables =
        new TreeMap<>(tools.export().variables(Optional.of(tools.cmake())));
    variables.putAll(found.variables());
    // Who says one thing of the target's Python says all of it.
    if (config.ofVariable("PYO3_CONFIG_FILE").isPresent()
        || variables.keySet().stream()
            .anyMatch(n -> n.startsWith("PYO3_CROSS") && config.ofVariable(n).isPresent())) {
      variables.keySet().removeIf(name -> name.startsWith("PYO3_"));
    }
    String triple = tools.export().rustc().name();
    String suffix = "_" + triple.replace('-', '_').replace('.', '_');
    variables
        .keySet()
        .removeIf(name -> {
          Set<String> others = new TreeSet<>(Set.of(name));
          if (name.endsWith(suffix)) {
            String general = name.substring(0, name.length() - suffix.length());
            others.addAll(List.of(general, "TARGET_" + general, general + "_" + triple));
          }
          return name.startsWith("CARGO_TARGET_")
              || others.stream().anyMatch(each -> config.ofVariable(each).isPresent());
        });
    return variables;
  }

  static Optional<String> named(Config config, String variable, String key)
      throws ProblemException {
    Optional<String> set =
        config.ofVariable(variable).map(Setting::value).filter(value -> !value.isEmpty());
    return set.isPresent() ? set : config.program("build", key).map(Setting::value);
  }

  /**
   * Compiler caches would cache what Heddle caches already, so they are left out; other wrappers
   * run.
   */
  private static Optional<String> wrapper(
      Config config, RustcQueries queries, String variable, String key, List<String> notes)
      throws ProblemException {
    Optional<String> set = config.ofVariable(variable).map(Setting::value);
    Optional<String> wrapper =
        (set.isPresent() ? set : config.program("build", key).map(Setting::value))
            .filter(value -> !value.isEmpty());
    if (wrapper.isPresent()) {
      String name = String.valueOf(Path.of(wrapper.get()).getFileName());
      if (name.equals("sccache") || name.equals("ccache") || name.equals("cachepot")) {
        notes.add(
            "`" + name + "` is not used as a wrapper of rustc: Heddle's own store does its work");
        return Optional.empty();
      }
      Path program = queries.wrapper(wrapper.get());
      return wrapper.get().indexOf('/') < 0 ? wrapper : Optional.of(program.toString());
    }
    return wrapper;
  }

  private static List<String> contents(
      RustcQueries queries, Optional<String> wrapper, Optional<String> workspaceWrapper)
      throws IOException, ProblemException {
    List<String> contents = new ArrayList<>();
    for (Optional<String> each : List.of(wrapper, workspaceWrapper)) {
      if (each.isPresent()) contents.add(queries.content(queries.wrapper(each.get())));
    }
    return contents;
  }

  /** The first of the places that set flags counts alone. */
  static List<String> rustflags(Config config, String triple, Optional<CfgSet> cfgs)
      throws ProblemException {
    return flags(config, "rustflags", triple, cfgs);
  }

  /** Of {@code rustflags} or {@code rustdocflags}. */
  private static List<String> flags(
      Config config, String name, String triple, Optional<CfgSet> cfgs) throws ProblemException {
    String upper = name.toUpperCase(Locale.ROOT);
    Optional<Setting<String>> encoded = config.ofVariable("CARGO_ENCODED_" + upper);
    if (encoded.isPresent()) {
      String text = encoded.get().value();
      return text.isEmpty() ? List.of() : List.of(text.split("\u001f", -1));
    }
    Optional<Setting<String>> plain = config.ofVariable(upper);
    if (plain.isPresent()) {
      List<String> words = words(plain.get().value());
      if (!words.isEmpty()) {
        return words;
      }
    }
    List<String> flags = new ArrayList<>(texts(config.texts(true, "target", triple, name)));
    if (cfgs.isPresent()) {
      for (String key : matching(config, triple, cfgs.get())) {
        flags.addAll(texts(config.texts(true, "target", key, name)));
      }
    }
    return flags.isEmpty() ? texts(config.texts(true, "build", name)) : flags;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.split(" ", -1)) {
      if (!word.isBlank()) {
        words.add(word.strip());
      }
    }
    return words;
  }

  /** The keys {@code cfg(…)} of the target tables that hold, in order of their text. */
  private static List<String> matching(Config config, String triple, CfgSet cfgs)
      throws ProblemException {
    List<String> keys = new ArrayList<>();
    Optional<ConfigValue.Table> table = config.table("target");
    if (table.isPresent()) {
      for (String key : new TreeSet<>(table.get().entries().keySet())) {
        if (key.startsWith("cfg(")
            && TargetCondition.parse(key, new Source(key, key).all()).matches(triple, cfgs)) {
          keys.add(key);
        }
      }
    }
    return keys;
  }

  private static Optional<String> program(Config config, String triple, CfgSet cfgs, String key)
      throws ProblemException {
    Optional<String> own = config.program("target", triple, key).map(Setting::value);
    if (own.isPresent()) {
      return own;
    }
    Map<String, String> found = new LinkedHashMap<>();
    for (String each : matching(config, triple, cfgs)) {
      Optional<String> value = config.program("target", each, key).map(Setting::value);
      value.ifPresent(program -> found.put(each, program));
    }
    return single(found, key);
  }

  private static List<String> runner(Config config, String triple, CfgSet cfgs)
      throws ProblemException {
    List<String> own = texts(config.texts(true, "target", triple, "runner"));
    if (!own.isEmpty()) {
      return own;
    }
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (String each : matching(config, triple, cfgs)) {
      List<String> value = texts(config.texts(true, "target", each, "runner"));
      if (!value.isEmpty()) {
        found.put(each, value);
      }
    }
    return single(found, "runner").orElse(List.of());
  }

  private static <T> Optional<T> single(Map<String, T> found, String key) throws ProblemException {
    if (found.size() > 1) {
      throw new ProblemException(
          Problem.of(
                  "several `target.'cfg(..)'."
                      + key
                      + "` hold at the same time: "
                      + String.join(", ", found.keySet()))
              .withHelp("let only one of them hold for a target"));
    }
    return found.values().stream().findFirst();
  }

  private static List<String> texts(List<Setting<String>> settings) {
    return settings.stream().map(Setting::value).toList();
  }
}
