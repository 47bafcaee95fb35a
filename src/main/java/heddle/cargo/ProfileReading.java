package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads {@code [profile]} tables, of manifests and of the configuration. */
record ProfileReading(List<Problem> warnings) {
  /** All profiles of the table, sorted by name. */
  Map<String, ProfileTable> all(Toml.Table table) throws ProblemException {
    var profiles = new TreeMap<String, ProfileTable>(Bytewise.ORDER);
    for (Toml.Entry e : table.entries().values()) {
      Names.checkProfile(e.key(), e.keyPlace());
      profiles.put(e.key(), one(e.key(), Fields.table(e.value())));
    }
    return profiles;
  }

  ProfileTable one(String name, Toml.Table table) throws ProblemException {
    var fields = new Fields(table);
    ProfileTable profile = layer(fields);
    if (fields.has("dir-name")) {
      throw Fields.problem(
          fields.place("dir-name"),
          "dir-name in profile `"
              + name
              + "` is not currently allowed, directory names are tied to the profile name for"
              + " custom profiles");
    }
    if (profile.inherits().equals(Optional.of("debug"))) {
      throw Fields.problem(
          fields.place("inherits"),
          "profile."
              + name
              + ".inherits=\"debug\" should be profile."
              + name
              + ".inherits=\"dev\"");
    }
    if (name.equals("doc")) {
      warnings.add(Problem.at(table.place(), "profile `doc` is deprecated and has no effect"));
    }
    if (profile.panic().isPresent()) {
      String panic = profile.panic().get();
      if (name.equals("test") || name.equals("bench")) {
        warnings.add(
            Problem.at(
                fields.place("panic"), "`panic` setting is ignored for `" + name + "` profile"));
      }
      if (!panic.equals("unwind") && !panic.equals("abort")) {
        throw Fields.problem(
            fields.place("panic"),
            panic.equals("immediate-abort")
                ? "`panic = \"immediate-abort\"` requires a nightly Rust"
                : "`panic` setting of `"
                    + panic
                    + "` is not a valid setting, must be `unwind`, `abort`, or"
                    + " `immediate-abort`.");
      }
    }
    if (profile.lto().isPresent()
        && profile.lto().get() instanceof FlagOrText.Text(String lto)
        && (lto.equals("true") || lto.equals("false"))) {
      throw Fields.problem(
          fields.place("lto"),
          "`lto` setting of string `\""
              + lto
              + "\"` for `"
              + name
              + "` profile is not a valid setting, must be a boolean (`true`/`false`) or a string"
              + " (`\"thin\"`/`\"fat\"`/`\"off\"`) or omitted.");
    }
    return profile;
  }

  private ProfileTable layer(Fields fields) throws ProblemException {
    for (String unstable : List.of("codegen-backend", "rustflags", "trim-paths")) {
      if (fields.has(unstable)) {
        throw Fields.problem(
            fields.place(unstable), "profile key `" + unstable + "` requires a nightly cargo");
      }
    }
    var packages = new TreeMap<String, ProfileTable>(Bytewise.ORDER);
    Optional<Fields> overrides = fields.table("package");
    if (overrides.isPresent()) {
      for (Toml.Entry e : overrides.get().table().entries().values()) {
        if (!e.key().equals("*")) {
          PackageIdSpec.parse(e.key(), e.keyPlace());
        }
        packages.put(e.key(), override(new Fields(Fields.table(e.value())), "package"));
      }
    }
    Optional<Fields> build = fields.table("build-override");
    return new ProfileTable(
        optLevel(fields),
        flagOrText(fields, "lto"),
        Optional.empty(),
        whole(fields, "codegen-units"),
        debug(fields),
        fields.text("split-debuginfo"),
        fields.flag("debug-assertions"),
        fields.flag("rpath"),
        fields.text("panic"),
        fields.flag("overflow-checks"),
        fields.flag("incremental"),
        Optional.empty(),
        fields.text("inherits"),
        flagOrText(fields, "strip"),
        Optional.empty(),
        fields.flag("hint-mostly-unused"),
        packages,
        build.isPresent() ? Optional.of(override(build.get(), "build-override")) : Optional.empty(),
        Optional.of(fields.place("inherits")));
  }

  private ProfileTable override(Fields fields, String which) throws ProblemException {
    for (String nested : List.of("package", "build-override")) {
      if (fields.has(nested)) {
        throw Fields.problem(
            fields.place(nested),
            (nested.equals("package") ? "package-specific" : nested)
                + " profiles cannot be nested");
      }
    }
    for (String key : List.of("panic", "lto", "rpath")) {
      if (fields.has(key)) {
        throw Fields.problem(
            fields.place(key), "`" + key + "` may not be specified in a `" + which + "` profile");
      }
    }
    return layer(fields);
  }

  private static Optional<String> optLevel(Fields fields) throws ProblemException {
    Optional<Toml> value = fields.any("opt-level");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    return switch (value.get()) {
      case Toml.Whole whole -> Optional.of(Long.toString(whole.value()));
      case Toml.Text text when text.value().equals("s") || text.value().equals("z") ->
          Optional.of(text.value());
      case Toml.Text text ->
          throw Fields.problem(
              text.place(),
              "must be `0`, `1`, `2`, `3`, `s` or `z`, but found the string: \""
                  + text.value()
                  + "\"");
      default -> throw Fields.wrongType(value.get(), "an optimization level");
    };
  }

  private static Optional<String> debug(Fields fields) throws ProblemException {
    Optional<Toml> value = fields.any("debug");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String level =
        switch (value.get()) {
          case Toml.Flag flag -> flag.value() ? "2" : "0";
          case Toml.Whole whole when whole.value() >= 0 && whole.value() <= 2 ->
              Long.toString(whole.value());
          case Toml.Text text ->
              switch (text.value()) {
                case "none" -> "0";
                case "limited" -> "1";
                case "full" -> "2";
                case "line-directives-only", "line-tables-only" -> text.value();
                default -> "";
              };
          default -> "";
        };
    if (level.isEmpty()) {
      throw Fields.wrongType(
          value.get(),
          "a boolean, 0, 1, 2, \"none\", \"limited\", \"full\", \"line-tables-only\", or"
              + " \"line-directives-only\"");
    }
    return Optional.of(level);
  }

  private static Optional<FlagOrText> flagOrText(Fields fields, String key)
      throws ProblemException {
    Optional<Toml> value = fields.any(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    return switch (value.get()) {
      case Toml.Flag flag -> Optional.of(new FlagOrText.Flag(flag.value()));
      case Toml.Text text -> Optional.of(new FlagOrText.Text(text.value()));
      default -> throw Fields.wrongType(value.get(), "a boolean or string");
    };
  }

  private static Optional<Long> whole(Fields fields, String key) throws ProblemException {
    Optional<Toml> value = fields.any(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof Toml.Whole whole
        && whole.value() >= 0
        && whole.value() <= 0xffff_ffffL) {
      return Optional.of(whole.value());
    }
    throw Fields.wrongType(value.get(), "u32");
  }
}
