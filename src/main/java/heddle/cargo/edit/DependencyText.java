package heddle.cargo.edit;

import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import heddle.text.TomlEdit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A dependency as a manifest writes it: its keys with their values as TOML. Source of the form:
 * cargo's {@code util/toml_mut/dependency.rs}.
 */
public record DependencyText(Map<String, String> fields) {
  /** The keys that say where a dependency comes from. */
  private static final List<String> SOURCE =
      List.of("workspace", "version", "path", "git", "branch", "tag", "rev", "registry");

  private static final List<String> ORDER =
      List.of(
          "workspace",
          "version",
          "path",
          "git",
          "branch",
          "tag",
          "rev",
          "registry",
          "package",
          "default-features",
          "features",
          "optional");

  public DependencyText {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  private static final Map<String, String> INHERITED = Map.of("workspace", "true");

  public static final DependencyText NOTHING = new DependencyText(Map.of());

  /** What stands in a table of dependencies. */
  public static DependencyText of(Toml value) {
    var fields = new LinkedHashMap<String, String>();
    if (value instanceof Toml.Table table) {
      for (Toml.Entry entry : table.entries().values()) {
        String key = entry.key().equals("default_features") ? "default-features" : entry.key();
        fields.put(key, entry.value().place().text());
      }
    } else {
      fields.put("version", value.place().text());
    }
    return new DependencyText(fields);
  }

  public Optional<String> get(String key) {
    return Optional.ofNullable(fields.get(key));
  }

  /** The text of a string's value. */
  public Optional<String> string(String key) throws ProblemException {
    Optional<String> raw = get(key);
    if (raw.isEmpty()) {
      return Optional.empty();
    }
    Toml.Table table = Toml.parse(new Source("dependency", "a = " + raw.get() + "\n"));
    return table.get("a").filter(a -> a instanceof Toml.Text).map(a -> ((Toml.Text) a).value());
  }

  /** The names of its features. */
  public List<String> features() throws ProblemException {
    var names = new ArrayList<String>();
    Toml.Table table =
        Toml.parse(new Source("dependency", "a = " + get("features").orElse("[]") + "\n"));
    if (table.get("a").orElseThrow() instanceof Toml.Array array) {
      for (Toml item : array.items()) {
        if (item instanceof Toml.Text(String name, var _)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  public DependencyText with(String key, String raw) {
    var more = new LinkedHashMap<>(fields);
    more.put(key, raw);
    return new DependencyText(more);
  }

  public DependencyText without(String key) {
    var fewer = new LinkedHashMap<>(fields);
    fewer.remove(key);
    return new DependencyText(fewer);
  }

  /** With these features behind those it has. */
  public DependencyText withFeatures(List<String> more) throws ProblemException {
    if (more.isEmpty()) {
      return this;
    }
    Set<String> all = new LinkedHashSet<>(features());
    all.addAll(more);
    return with("features", list(List.copyOf(all)));
  }

  /** Nothing but where it comes from. */
  public DependencyText source() {
    var source = new LinkedHashMap<>(fields);
    source.keySet().retainAll(SOURCE);
    return new DependencyText(source);
  }

  /** Nothing but whether features turn it on. */
  public DependencyText optionalOnly() {
    return get("optional").map(each -> NOTHING.with("optional", each)).orElse(NOTHING);
  }

  public boolean hasSource() {
    return !source().fields.isEmpty();
  }

  /** With the source of another. */
  public DependencyText from(DependencyText other) {
    var changed = new LinkedHashMap<>(fields);
    changed.keySet().removeAll(SOURCE);
    changed.putAll(other.source().fields);
    return new DependencyText(changed);
  }

  /** The edit with this dependency in a table: what stands there keeps its form where it can. */
  public TomlEdit write(TomlEdit edit, List<String> path, String name) throws ProblemException {
    Optional<Toml.Table> table = edit.table(path);
    Optional<Toml> old = table.flatMap(each -> each.get(name));
    if (old.isPresent() && old.get() instanceof Toml.Table there && there.entries().size() > 1) {
      DependencyText settled = settled(there);
      if (!there.place().text().startsWith("{")) {
        return settled.change(edit, path, name, there);
      }
      if (!fields.equals(INHERITED)) {
        return edit.set(path, name, settled.braces(there));
      }
    }
    boolean inherited = fields.equals(INHERITED);
    boolean dotted = old.isPresent() && isDotted(old.get());
    if (inherited || dotted) {
      TomlEdit there = old.isPresent() ? edit : edit.set(path, name, "\"*\"");
      return there.rewrite(path, name, inherited ? ".workspace = true" : " = " + whole());
    }
    return edit.set(path, name, whole());
  }

  /** Whether it is written as {@code name.field = …}. */
  private static boolean isDotted(Toml value) {
    String text = value.place().text();
    return value instanceof Toml.Table && !text.startsWith("{") && !text.startsWith("[");
  }

  private String whole() {
    if (fields.size() == 1 && fields.containsKey("version")) {
      return fields.getOrDefault("version", "");
    }
    // Of a repository cargo writes the version last.
    var first = new LinkedHashSet<>(List.of("git", "branch", "tag", "rev"));
    first.retainAll(fields.keySet());
    return inBraces(first);
  }

  /** In braces, what was there before in its order, and the rest behind it. */
  private String braces(Toml.Table there) {
    var keys = new LinkedHashSet<>(of(there).fields.keySet());
    keys.retainAll(fields.keySet());
    return inBraces(keys);
  }

  private String inBraces(Set<String> first) {
    var keys = new LinkedHashSet<>(first);
    fields.keySet().stream().sorted((a, b) -> Integer.compare(rank(a), rank(b))).forEach(keys::add);
    return "{ "
        + String.join(", ", keys.stream().map(key -> key + " = " + fields.get(key)).toList())
        + " }";
  }

  /** With the features in order, if those of a table that is there were, or if it has none. */
  private DependencyText settled(Toml.Table there) throws ProblemException {
    List<String> all = features();
    if (all.isEmpty()) {
      return this;
    }
    List<String> before = of(there).features();
    boolean sorted = before.equals(before.stream().sorted().toList());
    return with("features", list(sorted ? all.stream().sorted().toList() : all));
  }

  private static String list(List<String> texts) {
    return "[" + String.join(", ", texts.stream().map(TomlEdit::string).toList()) + "]";
  }

  private static int rank(String key) {
    int rank = ORDER.indexOf(key);
    return rank < 0 ? ORDER.size() : rank;
  }

  private TomlEdit change(TomlEdit edit, List<String> path, String name, Toml.Table there)
      throws ProblemException {
    var inner = new ArrayList<>(path);
    inner.add(name);
    TomlEdit changed = edit;
    Map<String, String> before = of(there).fields;
    for (String key : before.keySet()) {
      if (!fields.containsKey(key)) {
        changed = changed.remove(inner, key);
      }
    }
    for (var field : fields.entrySet()) {
      if (!field.getValue().equals(before.get(field.getKey()))) {
        changed = changed.set(inner, field.getKey(), field.getValue());
      }
    }
    return changed;
  }
}
