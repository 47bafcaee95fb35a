package heddle.fetch;

import heddle.store.Digest;
import heddle.text.Json;
import heddle.text.JsonWriter;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A directory of packages to build from without a network, in the form of cargo's directory
 * sources: one directory for each, with the digest of every file in {@code .cargo-checksum.json}.
 */
public record VendorDirectory(Path directory) {
  private static final String MANIFEST = "Cargo.toml";

  private static final Set<String> LEFT_OUT =
      Set.of(".git", ".gitattributes", ".gitignore", ".cargo-ok", ".cargo-checksum.json");

  /** Puts an unpacked package in; one that is there and the same stays. */
  public void add(String name, Path unpacked, String sha256) throws ProblemException {
    if (!same(directory.resolve(name), sha256)) place(name, unpacked, Optional.of(sha256), "");
  }

  /**
   * Puts a package of a git checkout in, without the packages below it.
   *
   * @param manifest the text of its Cargo.toml, which has to stand without its workspace
   */
  public void addCheckout(String name, Path folder, String manifest) throws ProblemException {
    place(name, folder, Optional.empty(), manifest);
  }

  private void place(String name, Path unpacked, Optional<String> sha256, String manifest)
      throws ProblemException {
    Path place = directory.resolve(name);
    try {
      Files.createDirectories(directory);
      Path temporary = Files.createTempDirectory(directory, ".new");
      try {
        Path whole = temporary.resolve("whole");
        var files = new TreeMap<String, Json>();
        copy(unpacked, unpacked, whole, files, sha256.isEmpty());
        if (sha256.isEmpty()) {
          Path file = whole.resolve(MANIFEST);
          Files.writeString(file, manifest);
          files.put(MANIFEST, new Json.Str(Digest.of(file).hash()));
        }
        var text = new StringBuilder();
        new JsonWriter(text)
            .beginObject()
            .key("files")
            .value(new Json.Obj(files))
            .key("package")
            .value(sha256.<Json>map(Json.Str::new).orElse(new Json.Nil()))
            .endObject();
        Files.writeString(whole.resolve(".cargo-checksum.json"), text, StandardCharsets.UTF_8);
        Placing.remove(place);
        Files.move(whole, place);
      } finally {
        Placing.remove(temporary);
      }
    } catch (IOException e) {
      throw Placing.failed(place, e);
    }
  }

  private boolean same(Path place, String sha256) {
    try {
      var vendored = new VendoredDirectory(directory);
      if (!vendored.checksums(place).archive().equals(Optional.of(sha256))) return false;
      vendored.verify(place);
      return true;
    } catch (ProblemException _) {
      return false;
    }
  }

  private static void copy(
      Path root, Path from, Path to, TreeMap<String, Json> files, boolean checkout)
      throws IOException {
    List<Path> children;
    try (var all = Files.list(from)) {
      children = all.sorted().toList();
    }
    for (Path child : children) {
      String name = String.valueOf(child.getFileName());
      if (LEFT_OUT.contains(name)) continue;
      Path end = to.resolve(name);
      if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
        if (checkout && Files.isRegularFile(child.resolve(MANIFEST))) continue;
        copy(root, child, end, files, checkout);
      } else if (Files.isRegularFile(child)) {
        Files.createDirectories(to);
        Files.write(end, Files.readAllBytes(child));
        if (Files.isExecutable(child) && !end.toFile().setExecutable(true))
          throw new IOException("cannot set the mode of " + end);
        files.put(root.relativize(child).toString(), new Json.Str(Digest.of(end).hash()));
      }
    }
  }

  /** Removes packages that an earlier run put here and that are no longer among these. */
  public void keepOnly(Set<String> names) throws ProblemException {
    try (var all = Files.list(directory)) {
      for (Path each : all.toList()) {
        if (Files.isRegularFile(each.resolve(".cargo-checksum.json"))
            && !names.contains(String.valueOf(each.getFileName()))) Placing.remove(each);
      }
    } catch (IOException e) {
      throw Placing.failed(directory, e);
    }
  }
}
