package heddle.cargo;

import heddle.text.ProblemException;
import heddle.text.Toml;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What planning reads from the configuration. */
record PlanConfig(Config config) {
  private static final List<String> PROFILE_KEYS =
      List.of(
          "opt-level",
          "lto",
          "codegen-backend",
          "codegen-units",
          "debug",
          "split-debuginfo",
          "debug-assertions",
          "rpath",
          "panic",
          "overflow-checks",
          "incremental",
          "inherits",
          "strip",
          "hint-mostly-unused");

  /** The settings; the names are those of profiles that variables may set, rustc is the host's. */
  PlanSettings settings(Set<String> profiles, Version rustc) throws ProblemException {
    var names = new LinkedHashSet<>(profiles);
    names.addAll(List.of("dev", "release", "test", "bench"));
    config.table("profile").ifPresent(t -> names.addAll(t.entries().keySet()));
    var tables = new LinkedHashMap<String, ProfileTable>();
    var open = new ArrayDeque<>(names);
    while (!open.isEmpty()) {
      String name = open.remove();
      Toml.Table table = profile(name);
      if (!table.entries().isEmpty()) {
        ProfileTable read = new ProfileReading(new ArrayList<>()).one(name, table);
        tables.put(name, read);
        read.inherits().filter(names::add).ifPresent(open::add);
      }
    }
    Map<String, SourceId> registries = new LinkedHashMap<>();
    Registries known = Registries.of(config);
    known.indexes().forEach((name, index) -> registries.put(name, SourceId.registry(index)));
    return new PlanSettings(tables, incremental(rustc), registries);
  }

  private Optional<Boolean> incremental(Version rustc) throws ProblemException {
    Optional<Setting<String>> variable = config.ofVariable("CARGO_INCREMENTAL");
    return variable.isPresent()
        ? variable.map(v -> v.value().equals("1"))
        : config.flag("build", "incremental").map(Setting::value).or(() -> inIntegration(rustc));
  }

  /**
   * On a machine of continuous integration incremental state is seldom there for the next build:
   * cargo leaves it out since the release of Rust 1.99, so what holds is what comes with this
   * rustc.
   */
  private Optional<Boolean> inIntegration(Version rustc) {
    boolean here = config.ofVariable("CI").isPresent() || config.ofVariable("TF_BUILD").isPresent();
    boolean since = rustc.major() > 1 || (rustc.major() == 1 && rustc.minor() >= 99);
    return here && since ? Optional.of(false) : Optional.empty();
  }

  /** A profile's table, with what variables say of it. */
  private Toml.Table profile(String name) throws ProblemException {
    Toml.Table written =
        config
            .table("profile", name)
            .map(ConfigToml::table)
            .orElse(new Toml.Table(Map.of(), config.values().origin().place()));
    var entries = withVariables(written, "profile", name);
    Toml.Table override =
        written.get("build-override").orElse(new Toml.Table(Map.of(), written.place()))
                instanceof Toml.Table t
            ? t
            : new Toml.Table(Map.of(), written.place());
    var changed = withVariables(override, "profile", name, "build-override");
    if (!changed.isEmpty()) {
      entries.put(
          "build-override",
          new Toml.Entry(
              "build-override", override.place(), new Toml.Table(changed, override.place())));
    }
    return new Toml.Table(entries, written.place());
  }

  private Map<String, Toml.Entry> withVariables(Toml.Table table, String... path)
      throws ProblemException {
    var entries = new LinkedHashMap<>(table.entries());
    for (String key : PROFILE_KEYS) {
      String[] full = new String[path.length + 1];
      System.arraycopy(path, 0, full, 0, path.length);
      full[path.length] = key;
      Optional<ConfigValue> value = config.any(full);
      if (value.isPresent()) {
        Toml toml = ConfigToml.of(value.get());
        entries.put(key, new Toml.Entry(key, toml.place(), toml));
      }
    }
    return entries;
  }

  /** The {@code links} keys whose build scripts the configuration replaces for a triple. */
  Set<String> overrides(String triple) throws ProblemException {
    return LinksOverride.of(config, triple).keySet();
  }
}
