package heddle.platform.toolchain;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds Rust compilers: the one of a workspace as cargo and rustup choose it ({@code RUSTC}, {@code
 * build.rustc}, then rustc in PATH, through rustup's shim if it is one), and all that there are.
 */
final class RustcFinder {
  private final Surroundings surroundings;
  private final Programs programs;

  public RustcFinder(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.programs = new Programs(surroundings);
  }

  /**
   * A compiler named by configuration: the word, the directory that a relative path with a slash is
   * relative to, and what named it, for messages.
   */
  public record Named(String word, Path base, String origin) {}

  /**
   * The compiler for work in a directory; {@code configured} is {@code build.rustc} if it is set.
   */
  public Rustc of(Path directory, Optional<Named> configured) throws Exception {
    Optional<String> variable = surroundings.variable("RUSTC");
    if (variable.isPresent()) {
      return named(new Named(variable.get(), directory, "RUSTC"), directory);
    }
    return configured.isPresent()
        ? named(configured.get(), directory)
        : named(new Named("rustc", directory, "PATH"), directory);
  }

  /**
   * Every compiler that rustup or PATH has, each binary once; one that does not say what it is goes
   * to {@code broken}.
   */
  public List<Rustc> all(Set<String> broken) throws Exception {
    var binaries = new ArrayList<Path>();
    var found = new ArrayList<Rustc>();
    Optional<Rustup> rustup = Rustup.find(surroundings);
    if (rustup.isPresent()) {
      for (Path toolchain : rustup.get().toolchains()) {
        add(toolchain.resolve("bin/rustc"), "rustup", binaries, found, broken);
      }
    }
    for (Path directory : programs.directories()) {
      Path file = directory.resolve("rustc");
      if (surroundings.executable(file) && !isShim(file)) {
        add(file, "PATH", binaries, found, broken);
      }
    }
    return List.copyOf(found);
  }

  private void add(
      Path file, String origin, List<Path> binaries, List<Rustc> found, Set<String> broken)
      throws Exception {
    Path real = surroundings.real(file).orElse(file);
    if (!binaries.contains(real)) {
      binaries.add(real);
      int before = broken.size();
      try {
        found.add(describe(real, origin));
      } catch (ProblemException e) {
        // What it did not answer may be told already.
        if (broken.size() == before) broken.add(e.problems().getFirst().message());
      }
    }
  }

  private Rustc named(Named name, Path directory) throws Exception {
    Optional<Path> file = programs.named(name.word, name.base);
    if (file.isEmpty()) {
      throw new ProblemException(
          name.origin.equals("PATH")
              ? Problem.of("there is no rustc in PATH")
                  .withHelp("install Rust (rustup, or the distribution's rustc), or set RUSTC")
              : Problem.of("there is no `" + name.word + "`, which " + name.origin + " names"));
    }
    if (!isShim(file.get())) {
      return describe(surroundings.real(file.get()).orElse(file.get()), name.origin);
    }
    Optional<Rustup> rustup = Rustup.find(surroundings);
    if (rustup.isEmpty()) {
      throw new ProblemException(
          Problem.of("`" + file.get() + "` is rustup's, but rustup has no toolchain")
              .withHelp("run `rustup toolchain install stable`"));
    }
    Rustup.Choice choice = rustup.get().choose(directory);
    Path binary = choice.directory().resolve("bin/rustc");
    return describe(surroundings.real(binary).orElse(binary), choice.origin());
  }

  /** rustup's shims are links to rustup, or hard links and copies beside it. */
  private boolean isShim(Path file) throws Exception {
    Path real = surroundings.real(file).orElse(file);
    String name = String.valueOf(real.getFileName());
    if (name.equals("rustup") || name.equals("rustup-init")) {
      return true;
    }
    Path beside = file.resolveSibling("rustup");
    return surroundings.executable(beside)
        && surroundings.digest(beside).equals(surroundings.digest(file));
  }

  private Rustc describe(Path binary, String origin) throws Exception {
    String digest = digest(binary);
    Surroundings.Answer version = ask(digest, binary, "-vV");
    String release = field(version.output(), "release");
    String host = field(version.output(), "host");
    if (release.isEmpty() || host.isEmpty()) {
      throw new ProblemException(
          Problem.of("`" + binary + " -vV` does not name its release and host")
              .withNote("it said: " + version.output().strip() + version.errors().strip())
              .withNote("it was chosen by " + origin));
    }
    Path sysroot = Path.of(ask(digest, binary, "--print=sysroot").output().strip());
    return new Rustc(
        binary,
        binary.resolveSibling("rustdoc"),
        sysroot,
        version.output(),
        release,
        host,
        digest,
        origin);
  }

  private Surroundings.Answer ask(String digest, Path binary, String question) throws Exception {
    Surroundings.Answer answer = surroundings.ask(digest, List.of(binary.toString(), question));
    if (!answer.succeeded()) {
      throw new ProblemException(
          Problem.of("`" + binary + " " + question + "` failed with exit code " + answer.exit())
              .withNote("it said: " + answer.errors().strip()));
    }
    return answer;
  }

  private static String field(String text, String name) {
    for (String line : text.lines().toList()) {
      if (line.startsWith(name + ": ")) {
        return line.substring(name.length() + 2).strip();
      }
    }
    return "";
  }

  /** The binary is a few kilobytes that load the compiler from a library beside it. */
  private String digest(Path binary) throws Exception {
    var parts = new ArrayList<String>();
    parts.add("rustc " + surroundings.digest(binary).orElse(""));
    Path lib = binary.resolveSibling("../lib").normalize();
    var names = new ArrayList<>(surroundings.list(lib));
    Collections.sort(names);
    libraries(lib, names, parts);
    for (String name : names) {
      // A distribution has them in its multiarch directory.
      if (name.contains("-linux-")) {
        var below = new ArrayList<>(surroundings.list(lib.resolve(name)));
        Collections.sort(below);
        libraries(lib.resolve(name), below, parts);
      }
    }
    return sha256(String.join("\n", parts));
  }

  private void libraries(Path lib, List<String> names, List<String> parts) throws Exception {
    for (String name : names) {
      if (name.startsWith("librustc_driver")) {
        parts.add(name + " " + surroundings.digest(lib.resolve(name)).orElse(""));
      } else if (name.startsWith("libLLVM")) {
        // Hundreds of megabytes; its name carries its version and that of the rustc it is for.
        parts.add(name);
      }
    }
  }

  static String sha256(String text) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
