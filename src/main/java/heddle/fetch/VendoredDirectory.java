package heddle.fetch;

import heddle.store.Digest;
import heddle.text.Json;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A directory of unpacked packages ({@code [source] directory}), each with a {@code
 * .cargo-checksum.json} of its archive's hash and its files'.
 */
public record VendoredDirectory(Path directory) {

  /**
   * The hashes of one package: of its archive, absent for one from git, and of its files by path.
   */
  public record Checksums(Optional<String> archive, Map<String, String> files) {
    public Checksums {
      files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }
  }

  /**
   * The directories of packages: those with a checksum file and a manifest, sorted by name. Hidden
   * ones do not count.
   */
  public List<Path> packages() throws ProblemException {
    try (var children = Files.list(directory)) {
      return children
          .filter(child -> !child.getFileName().toString().startsWith("."))
          .filter(child -> Files.isRegularFile(child.resolve("Cargo.toml")))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of("cannot read the vendored sources in `" + directory + "`: " + e.getMessage()));
    }
  }

  /**
   * The package of this name and version, whatever its directory is called; directories of the
   * usual names are looked at first.
   */
  public Optional<Path> find(String name, String version) throws ProblemException {
    var first = List.of(directory.resolve(name + "-" + version), directory.resolve(name));
    for (Path each : first) {
      if (is(each, name, version)) {
        return Optional.of(each);
      }
    }
    for (Path each : packages()) {
      if (!first.contains(each) && is(each, name, version)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private static boolean is(Path folder, String name, String version) throws ProblemException {
    Path manifest = folder.resolve("Cargo.toml");
    String text;
    try {
      text = Files.readString(manifest);
    } catch (IOException _) {
      return false;
    }
    Toml.Table toml = Toml.parse(new Source(manifest.toString(), text));
    Toml table = toml.get("package").or(() -> toml.get("project")).orElse(toml);
    return table instanceof Toml.Table pkg
        && pkg.get("name").orElse(toml) instanceof Toml.Text found
        && found.value().equals(name)
        && (pkg.get("version").orElse(toml) instanceof Toml.Text given
                ? given.value().strip()
                : "0.0.0")
            .equals(version);
  }

  public Checksums checksums(Path root) throws ProblemException {
    Path file = root.resolve(".cargo-checksum.json");
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException _) {
      throw new ProblemException(
          Problem.of("`" + file + "` cannot be read, and a vendored package needs it"));
    }
    if (!(Json.parse(file.toString(), bytes) instanceof Json.Obj object)) {
      throw new ProblemException(Problem.of("`" + file + "` is not an object"));
    }
    var files = new LinkedHashMap<String, String>();
    if (object.get("files").orElse(new Json.Nil()) instanceof Json.Obj(var members)) {
      for (var member : members.entrySet()) {
        if (member.getValue() instanceof Json.Str(String hash)) {
          files.put(member.getKey(), hash);
        }
      }
    }
    Optional<String> archive =
        object.get("package").orElse(new Json.Nil()) instanceof Json.Str(String hash)
            ? Optional.of(hash)
            : Optional.empty();
    return new Checksums(archive, files);
  }

  /** Gives the SHA-256 of a file. */
  @FunctionalInterface
  public interface Hashing {
    String of(Path file) throws IOException;
  }

  /** Checks every file that the checksum file lists. */
  public void verify(Path root) throws ProblemException {
    verify(root, file -> Digest.of(file).hash());
  }

  /** As the other, where somebody may know hashes without reading. */
  public void verify(Path root, Hashing hashing) throws ProblemException {
    for (var file : checksums(root).files.entrySet()) {
      Path path = root.resolve(file.getKey());
      String found;
      try {
        found = hashing.of(path);
      } catch (IOException _) {
        throw new ProblemException(
            Problem.of("the vendored file `" + path + "` cannot be read")
                .withHelp("vendor the sources again"));
      }
      if (!found.equals(file.getValue())) {
        throw new ProblemException(
            Problem.of("the vendored file `" + path + "` has changed")
                .withNote("expected sha256 " + file.getValue() + "\nfound    sha256 " + found)
                .withHelp("directory sources are not to be edited; use `[patch]` with a path"));
      }
    }
  }
}
