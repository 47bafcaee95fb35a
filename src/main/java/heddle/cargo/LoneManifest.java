package heddle.cargo;

import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import heddle.text.TomlEdit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The text of a manifest that stands without its workspace: what it inherits is written out
 * (doc.rust-lang.org/cargo/reference/workspaces.html), what only a root says is left out.
 */
public final class LoneManifest {
  private static final Set<String> OF_ROOTS = Set.of("workspace", "patch", "replace", "profile");
  private static final List<String> DEPENDENCIES =
      List.of(
          "dependencies",
          "dev-dependencies",
          "dev_dependencies",
          "build-dependencies",
          "build_dependencies");

  private final Map<String, Toml> workspace;

  private LoneManifest(Map<String, Toml> workspace) {
    this.workspace = workspace;
  }

  /** Whether the manifest is the root of a workspace. */
  public static boolean isRoot(Source manifest) throws ProblemException {
    return Toml.parse(manifest).get("workspace").isPresent();
  }

  /**
   * The manifest alone.
   *
   * @param root the manifest of its workspace, which may be the same
   */
  public static String text(Source manifest, Optional<Source> root) throws ProblemException {
    Map<String, Toml> workspace =
        root.isPresent() ? members(Toml.parse(root.get()).get("workspace")) : Map.of();
    return new LoneManifest(workspace).text(Toml.parse(manifest));
  }

  private static Map<String, Toml> members(Optional<Toml> value) {
    var all = new LinkedHashMap<String, Toml>();
    if (value.isPresent() && value.get() instanceof Toml.Table table)
      table.entries().values().forEach(entry -> all.put(entry.key(), entry.value()));
    return all;
  }

  private String text(Toml.Table manifest) {
    var plain = new StringBuilder();
    var tables = new StringBuilder();
    for (var entry : members(Optional.of(manifest)).entrySet()) {
      String key = entry.getKey();
      if (OF_ROOTS.contains(key)) continue;
      if (!(entry.getValue() instanceof Toml.Table)) {
        plain.append(TomlEdit.key(key)).append(" = ").append(inline(entry.getValue())).append('\n');
        continue;
      }
      Map<String, Toml> table = members(Optional.of(entry.getValue()));
      tables.append("\n[").append(TomlEdit.key(key)).append("]\n");
      switch (key) {
        case "package", "project" -> pkg(table, tables);
        case "lints" -> lines(inherits(table) ? members(part("lints")) : table, tables);
        case "target" -> table.forEach((condition, each) -> line(condition, target(each), tables));
        default -> {
          if (DEPENDENCIES.contains(key)) dependencies(table).forEach((k, v) -> line(k, v, tables));
          else lines(table, tables);
        }
      }
    }
    return plain.append(tables).toString();
  }

  private Optional<Toml> part(String key) {
    return Optional.ofNullable(workspace.get(key));
  }

  private static boolean inherits(Map<String, Toml> table) {
    return table.containsKey("workspace")
        && table.get("workspace") instanceof Toml.Flag flag
        && flag.value();
  }

  private void pkg(Map<String, Toml> table, StringBuilder to) {
    Map<String, Toml> common = members(part("package"));
    table.forEach((key, value) -> {
      if (key.equals("workspace")) return;
      boolean inherited = value instanceof Toml.Table && inherits(members(Optional.of(value)));
      Optional<Toml> said = inherited ? Optional.ofNullable(common.get(key)) : Optional.of(value);
      said.ifPresent(each -> line(key, inline(each), to));
    });
  }

  private String target(Toml conditional) {
    var parts = new LinkedHashMap<String, String>();
    members(Optional.of(conditional))
        .forEach((key, value) ->
            parts.put(
                key,
                DEPENDENCIES.contains(key)
                    ? braces(dependencies(members(Optional.of(value))))
                    : inline(value)));
    return braces(parts);
  }

  private Map<String, String> dependencies(Map<String, Toml> table) {
    var all = new LinkedHashMap<String, String>();
    table.forEach((name, value) -> {
      Map<String, Toml> own = members(Optional.of(value));
      all.put(name, inherits(own) ? dependency(name, own) : inline(value));
    });
    return all;
  }

  /** The workspace's words, with the member's features beside them and its `optional`. */
  private String dependency(String name, Map<String, Toml> own) {
    Optional<Toml> common = Optional.ofNullable(members(part("dependencies")).get(name));
    var parts = new LinkedHashMap<String, String>();
    if (common.isPresent() && common.get() instanceof Toml.Text version)
      parts.put("version", inline(version));
    Map<String, Toml> shared = members(common);
    shared.forEach((key, value) -> parts.put(key, inline(value)));
    own.forEach((key, value) -> {
      if (!key.equals("workspace") && !key.startsWith("default")) parts.put(key, inline(value));
    });
    var features = new LinkedHashSet<String>();
    for (var from : List.of(shared, own)) {
      if (from.get("features") instanceof Toml.Array array)
        array.items().forEach(each -> features.add(inline(each)));
    }
    if (!features.isEmpty()) parts.put("features", "[" + String.join(", ", features) + "]");
    // A member can turn default features on again, and not off.
    for (String key : List.of("default-features", "default_features")) {
      if (own.get(key) instanceof Toml.Flag flag && flag.value()) parts.put(key, "true");
    }
    return braces(parts);
  }

  private static void lines(Map<String, Toml> table, StringBuilder to) {
    table.forEach((key, value) -> line(key, inline(value), to));
  }

  private static void line(String key, String value, StringBuilder to) {
    to.append(TomlEdit.key(key)).append(" = ").append(value).append('\n');
  }

  private static String braces(Map<String, String> parts) {
    var all = new ArrayList<String>();
    parts.forEach((key, value) -> all.add(TomlEdit.key(key) + " = " + value));
    return all.isEmpty() ? "{}" : "{ " + String.join(", ", all) + " }";
  }

  private static String inline(Toml value) {
    return switch (value) {
      case Toml.Text text -> TomlEdit.string(text.value());
      case Toml.Flag flag -> Boolean.toString(flag.value());
      case Toml.Whole whole -> Long.toString(whole.value());
      case Toml.Real real -> Double.toString(real.value());
      case Toml.Moment moment -> moment.value();
      case Toml.Array array ->
          "[" + String.join(", ", array.items().stream().map(LoneManifest::inline).toList()) + "]";
      case Toml.Table table -> {
        var parts = new LinkedHashMap<String, String>();
        members(Optional.of(table)).forEach((key, each) -> parts.put(key, inline(each)));
        yield braces(parts);
      }
    };
  }
}
