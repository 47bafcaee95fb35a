package heddle.rust;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Files that a compilation reads because words of its command name them, and that rustc does not
 * tell of: native libraries, objects and scripts of the linker, the linker itself, profiles. What
 * this build made is keyed by what made it, and what lies in the system by {@link
 * heddle.world.SystemImage}; the others count by their content.
 */
final class GivenFiles {
  private static final List<Path> SYSTEM =
      List.of(Path.of("/usr"), Path.of("/lib"), Path.of("/lib64"));

  private final Build build;
  private final Path directory;
  private final Set<Path> searched = new LinkedHashSet<>();
  private final Set<String> libraries = new TreeSet<>();
  private final Set<String> named = new LinkedHashSet<>();

  private GivenFiles(Build build, Path directory) {
    this.build = build;
    this.directory = directory;
  }

  /**
   * One part for each file, absent ones included: their coming changes what is linked.
   *
   * @param words those of the user and of build scripts, not cargo's own
   */
  static List<KeyPart> of(
      Build build, Crate crate, List<String> words, List<ScriptArguments.Source> sources)
      throws IOException {
    GivenFiles files = new GivenFiles(build, build.arguments().directory(crate));
    files.read(words);
    for (ScriptArguments.Source source : sources) {
      source.run().output().libraries().forEach(files::library);
      source.run().output().searchPaths().forEach(files::search);
    }
    return files.parts();
  }

  private void read(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean more = i + 1 < words.size();
      if (word.equals("-L") && more) search(words.get(++i));
      else if (word.equals("-l") && more) library(words.get(++i));
      else word(word);
    }
  }

  /** A word of rustc's, or one that is handed to the linker: {@code -Wl,-T,file}. */
  private void word(String word) {
    String value = word;
    for (String option : List.of("-C", "--codegen=", "link-arg=", "link-args=", "linker=")) {
      if (value.startsWith(option)) value = value.substring(option.length());
    }
    named.add(value);
    for (String piece : value.split("[,\\s]+", -1)) {
      named.add(piece);
      for (int at = piece.indexOf('='); at >= 0; at = piece.indexOf('=', at + 1)) {
        named.add(piece.substring(at + 1));
      }
      if (piece.startsWith("-T")) named.add(piece.substring(2));
      if (piece.startsWith("@")) named.add(piece.substring(1));
      if (piece.startsWith("-L")) search(piece.substring(2));
      if (piece.startsWith("-l")) library(piece.substring(2));
    }
  }

  private void search(String path) {
    String kind = path.startsWith("dependency=") || path.startsWith("crate=") ? "" : path;
    String text = ScriptOutput.directoryOf(kind);
    if (!text.isEmpty()) below(directory, text).ifPresent(searched::add);
  }

  /** {@code [KIND[:MODIFIERS]=]NAME[:RENAME]}. */
  private void library(String library) {
    String name = library.substring(library.indexOf('=') + 1);
    int colon = name.indexOf(':', 1);
    String plain = colon < 0 ? name : name.substring(0, colon);
    if (!plain.isEmpty()) libraries.add(plain);
  }

  private List<KeyPart> parts() throws IOException {
    Set<Path> files = new TreeSet<>();
    for (Path each : searched) {
      for (String name : libraries) {
        for (String file : List.of("lib" + name + ".so", "lib" + name + ".a", name)) {
          files.add(each.resolve(file).normalize());
        }
      }
    }
    Set<Path> beside = new LinkedHashSet<>(Set.of(directory));
    beside.addAll(searched);
    for (String name : named) {
      // a bare word is one of an option far more often than a file
      if (name.indexOf('/') < 0 && name.indexOf('.') < 0) continue;
      for (Path each : beside) {
        below(each, name).ifPresent(files::add);
      }
    }
    List<KeyPart> parts = new ArrayList<>();
    for (Path file : files) {
      if (build.places().made(file.toString()) || SYSTEM.stream().anyMatch(file::startsWith)) {
        continue;
      }
      parts.add(
          new KeyPart(
              KeyPart.Kind.FILE,
              build.text().general(file.toString()),
              build.machine().fileDigest(file).orElse("-")));
    }
    return parts;
  }

  private static Optional<Path> below(Path directory, String text) {
    try {
      return Optional.of(directory.resolve(text).normalize());
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }
}
