package heddle.contract;

import heddle.platform.Dialect;
import heddle.platform.Target;
import heddle.text.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a script finds in the file that {@code HEDDLE_CONTEXT} names: its package, target and host
 * in every spelling, the C tools for both, options, downloads and caches as paths, and the facts it
 * requires. Nothing else: what a package does not ask for does not enter its key.
 */
public record ScriptContext(
    Node node,
    Target target,
    Target host,
    Map<String, Setting> options,
    Map<String, Path> downloads,
    Map<String, Path> caches,
    Map<String, Fact> facts,
    Optional<ScriptToolchain> toolchain) {
  /** The version of the message. */
  public static final int VERSION = 1;

  public ScriptContext {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    downloads = Collections.unmodifiableMap(new LinkedHashMap<>(downloads));
    caches = Collections.unmodifiableMap(new LinkedHashMap<>(caches));
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** The same with these C tools. */
  public ScriptContext with(ScriptToolchain tools) {
    return new ScriptContext(
        node, target, host, options, downloads, caches, facts, Optional.of(tools));
  }

  /** A context where no C tools were found. */
  public ScriptContext(
      Node node,
      Target target,
      Target host,
      Map<String, Setting> options,
      Map<String, Path> downloads,
      Map<String, Path> caches,
      Map<String, Fact> facts) {
    this(node, target, host, options, downloads, caches, facts, Optional.empty());
  }

  /** The file's content: UTF-8, the same bytes for the same context. */
  public byte[] encode() {
    var root = new LinkedHashMap<String, Json>();
    root.put("heddle", Json.Num.of(VERSION));
    var pkg = new LinkedHashMap<String, Json>();
    pkg.put("name", new Json.Str(node.pkg()));
    pkg.put("version", new Json.Str(node.version()));
    root.put("package", new Json.Obj(pkg));
    root.put("target", target(target));
    root.put("host", target(host));
    var set = new LinkedHashMap<String, Json>();
    options.forEach((name, setting) -> set.put(name, option(setting)));
    root.put("options", new Json.Obj(set));
    root.put("downloads", paths(downloads));
    root.put("caches", paths(caches));
    var given = new LinkedHashMap<String, Json>();
    facts.forEach((name, fact) -> given.put(name, fact.json()));
    root.put("facts", new Json.Obj(given));
    toolchain.ifPresent(tools -> root.put("toolchain", tools.json()));
    return new Json.Obj(root).compact().getBytes(StandardCharsets.UTF_8);
  }

  private static Json paths(Map<String, Path> paths) {
    var all = new LinkedHashMap<String, Json>();
    paths.forEach(
        (name, path) -> all.put(name, new Json.Obj(Map.of("path", new Json.Str(path.toString())))));
    return new Json.Obj(all);
  }

  private static Json option(Setting setting) {
    var members = new LinkedHashMap<String, Json>();
    members.put("value", setting.value().orElse(new Json.Nil()));
    members.put("set", new Json.Bool(!(setting.origin() instanceof Origin.Default)));
    return new Json.Obj(members);
  }

  /** A target by its parts, and its spelling in each dialect that has one. */
  static Json target(Target target) {
    var members = new LinkedHashMap<String, Json>();
    members.put("arch", new Json.Str(target.arch()));
    members.put("vendor", new Json.Str(target.vendor()));
    members.put("os", new Json.Str(target.os()));
    members.put("env", new Json.Str(target.env()));
    members.put("abi", new Json.Str(target.abi()));
    members.put("libc", new Json.Str(target.libc().kind()));
    members.put("endian", new Json.Str(target.endian().id()));
    members.put("bits", Json.Num.of(target.bits()));
    members.put("pointer_bits", Json.Num.of(target.pointerBits()));
    var spellings = new LinkedHashMap<String, Json>();
    for (Dialect dialect : Dialect.values())
      target.spell(dialect).ifPresent(text -> spellings.put(dialect.id(), new Json.Str(text)));
    members.put("spellings", new Json.Obj(spellings));
    return new Json.Obj(members);
  }
}
