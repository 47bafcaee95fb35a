package heddle.platform.toolchain;

import heddle.platform.RustcTargets;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * rustup's toolchains and which of them holds in a directory, by rustup's own order: {@code
 * RUSTUP_TOOLCHAIN}, then the nearest directory upwards with an override or a toolchain file, then
 * the default (rustup's book, "Overrides").
 */
final class Rustup {
  /** A toolchain and who chose it. */
  record Choice(Path directory, String name, String origin) {}

  private final Surroundings surroundings;
  private final Path home;
  private final Optional<Toml.Table> settings;

  private Rustup(Surroundings surroundings, Path home, Optional<Toml.Table> settings) {
    this.surroundings = surroundings;
    this.home = home;
    this.settings = settings;
  }

  /** rustup's home if it has one: {@code RUSTUP_HOME}, else {@code ~/.rustup}. */
  static Optional<Rustup> find(Surroundings surroundings) throws Exception {
    Optional<Path> home = surroundings.variable("RUSTUP_HOME").map(Path::of);
    if (home.isEmpty()) {
      home = surroundings.variable("HOME").map(h -> Path.of(h, ".rustup"));
    }
    if (home.isEmpty() || surroundings.list(home.get().resolve("toolchains")).isEmpty()) {
      return Optional.empty();
    }
    Path file = home.get().resolve("settings.toml");
    Optional<String> text = surroundings.read(file);
    Optional<Toml.Table> settings =
        text.isEmpty()
            ? Optional.empty()
            : Optional.of(Toml.parse(new Source(file.toString(), text.get())));
    return Optional.of(new Rustup(surroundings, home.get(), settings));
  }

  /** The toolchains' directories by name, in order of their names. */
  List<Path> toolchains() throws Exception {
    var names = new ArrayList<>(surroundings.list(home.resolve("toolchains")));
    Collections.sort(names);
    var found = new ArrayList<Path>();
    for (String name : names) {
      Path directory = home.resolve("toolchains").resolve(name);
      if (surroundings.executable(directory.resolve("bin/rustc"))) {
        found.add(directory);
      }
    }
    return found;
  }

  /** The toolchain for a directory; a problem if it is not installed, or none is chosen. */
  Choice choose(Path directory) throws Exception {
    Optional<String> variable = surroundings.variable("RUSTUP_TOOLCHAIN");
    if (variable.isPresent()) {
      return installed(
          variable.get(),
          "RUSTUP_TOOLCHAIN",
          Problem.of(
              "the toolchain `" + variable.get() + "` of RUSTUP_TOOLCHAIN is not installed"));
    }
    for (Path at = directory; at != null; at = at.getParent()) {
      Optional<Choice> choice = choiceOf(at);
      if (choice.isPresent()) {
        return choice.get();
      }
    }
    Optional<String> fallback = setting("default_toolchain");
    if (fallback.isEmpty()) {
      throw new ProblemException(
          Problem.of("rustup has no default toolchain, and no file here names one")
              .withHelp("run `rustup default stable`, or add a rust-toolchain.toml"));
    }
    return installed(
        fallback.get(),
        "rustup's default",
        Problem.of("rustup's default toolchain `" + fallback.get() + "` is not installed"));
  }

  private Optional<Choice> choiceOf(Path directory) throws Exception {
    Optional<String> override = override(directory);
    if (override.isPresent()) {
      return Optional.of(
          installed(
              override.get(),
              "rustup's override of " + directory,
              Problem.of(
                  "the toolchain `"
                      + override.get()
                      + "`, which rustup has as override of "
                      + directory
                      + ", is not installed")));
    }
    // Where both exist rustup takes the name without ending.
    for (String name : List.of("rust-toolchain", "rust-toolchain.toml")) {
      Path file = directory.resolve(name);
      Optional<String> text = surroundings.read(file);
      if (text.isPresent()) {
        var source = new Source(file.toString(), text.get());
        return Optional.of(
            chosen(RustToolchainFile.parse(source, name.equals("rust-toolchain")), file));
      }
    }
    return Optional.empty();
  }

  private Choice chosen(RustToolchainFile file, Path at) throws Exception {
    if (file.path().isPresent()) {
      Path directory = at.resolveSibling(file.path().get()).normalize();
      if (!surroundings.executable(directory.resolve("bin/rustc"))) {
        String message = "no `bin/rustc` below `" + directory + "`";
        throw new ProblemException(
            file.place().map(p -> Problem.at(p, message)).orElseGet(() -> Problem.of(message)));
      }
      return new Choice(directory, directory.toString(), at.toString());
    }
    String name = file.channel().orElseThrow();
    String message = "the toolchain `" + name + "` is not installed";
    return installed(
        name,
        at.toString(),
        file.place().map(p -> Problem.at(p, message)).orElseGet(() -> Problem.of(message)));
  }

  private Optional<String> override(Path directory) throws Exception {
    if (settings.flatMap(s -> s.get("overrides")).orElse(null) instanceof Toml.Table overrides) {
      return overrides
          .get(directory.toString())
          .flatMap(v -> v instanceof Toml.Text t ? Optional.of(t.value()) : Optional.empty());
    }
    return Optional.empty();
  }

  /**
   * The directory of a toolchain's name: as it stands (a linked toolchain, or a full name), else
   * with the host's triple after it.
   */
  private Choice installed(String name, String origin, Problem missing) throws Exception {
    if (name.startsWith("/")) {
      Path directory = Path.of(name);
      if (surroundings.executable(directory.resolve("bin/rustc"))) {
        return new Choice(directory, name, origin);
      }
      throw new ProblemException(missing);
    }
    List<String> there = surroundings.list(home.resolve("toolchains"));
    String host = setting("default_host_triple").orElseGet(() -> hostOf(there));
    for (String full : List.of(name, name + "-" + host)) {
      if (there.contains(full)) {
        return new Choice(home.resolve("toolchains").resolve(full), full, origin);
      }
    }
    throw new ProblemException(missing.withHelp("run `rustup toolchain install " + name + "`"));
  }

  /**
   * rustup states the host only where it was changed; else the default toolchain's name ends in it.
   */
  private String hostOf(List<String> there) {
    var names = new ArrayList<String>();
    setting("default_toolchain").ifPresent(names::add);
    names.addAll(there);
    for (String name : names) {
      int dash = name.indexOf('-');
      if (dash < 0) {
        continue;
      }
      String rest = name.substring(dash + 1);
      // A dated channel: nightly-2026-01-01-TRIPLE.
      if (rest.length() > 11 && Character.isDigit(rest.charAt(0)) && rest.charAt(10) == '-') {
        rest = rest.substring(11);
      }
      if (RustcTargets.find(rest).isPresent()) {
        return rest;
      }
    }
    return "";
  }

  private Optional<String> setting(String key) {
    return settings
        .flatMap(s -> s.get(key))
        .flatMap(v -> v instanceof Toml.Text t ? Optional.of(t.value()) : Optional.empty());
  }
}
