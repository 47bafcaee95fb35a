package heddle.cargo;

import heddle.engine.BuildException;
import heddle.text.Place;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A {@code [package]} table read through the values it takes over from its workspace. */
record PackageTable(Fields fields, Inheritance inheritance) {
  Optional<Toml> value(String key) throws ProblemException, BuildException, InterruptedException {
    Optional<Toml> value = fields.any(key);
    if (value.isPresent() && value.get() instanceof Toml.Table table) {
      checkInherited(table);
      return Optional.of(inheritance.packageValue(key, value.get().place()));
    }
    return value;
  }

  static void checkInherited(Toml.Table table) throws ProblemException {
    Optional<Toml> workspace = table.get("workspace");
    if (workspace.isEmpty()) {
      throw Fields.problem(table.place(), "missing field `workspace`");
    }
    if (!Fields.flag(workspace.get())) {
      throw Fields.problem(workspace.get().place(), "`workspace` cannot be false");
    }
  }

  Optional<Toml.Text> text(String key)
      throws ProblemException, BuildException, InterruptedException {
    Optional<Toml> value = value(key);
    return value.isEmpty() ? Optional.empty() : Optional.of(Fields.text(value.get()));
  }

  Optional<String> plain(String key) throws ProblemException, BuildException, InterruptedException {
    return text(key).map(Toml.Text::value);
  }

  List<String> texts(String key) throws ProblemException, BuildException, InterruptedException {
    Optional<Toml> value = value(key);
    return value.isEmpty() ? List.of() : Fields.texts(value.get());
  }

  /** The licence file, its path as seen from the package. */
  Optional<String> licenseFile() throws ProblemException, BuildException, InterruptedException {
    Optional<Toml> own = fields.any("license-file");
    if (own.isPresent() && own.get() instanceof Toml.Table) {
      Place place = own.get().place();
      return Optional.of(inheritance.relative(text("license-file").orElseThrow().value(), place));
    }
    return plain("license-file");
  }

  Optional<String> readme(FileTree files, Path directory)
      throws ProblemException, BuildException, InterruptedException {
    Optional<Toml> own = fields.any("readme");
    if (own.isPresent() && own.get() instanceof Toml.Table table) {
      checkInherited(table);
      return inheritance.readme(table.place());
    }
    return Readme.of(files, directory, own);
  }

  /** Who may be published to: absent for all, empty for none. */
  Optional<List<String>> publish(boolean versioned)
      throws ProblemException, BuildException, InterruptedException {
    Optional<Toml> value = value("publish");
    Optional<List<String>> to =
        value.isEmpty()
            ? versioned ? Optional.empty() : Optional.of(List.of())
            : switch (value.get()) {
              case Toml.Flag flag -> flag.value() ? Optional.empty() : Optional.of(List.of());
              case Toml.Array array -> Optional.of(Fields.texts(array));
              default ->
                  throw Fields.wrongType(
                      value.get(), "a boolean, a vector of strings, or workspace");
            };
    if (!versioned && !to.equals(Optional.of(List.of()))) {
      throw Fields.problem(
          fields.place("publish"), "`package.publish` requires `package.version` be specified");
    }
    return to;
  }
}
