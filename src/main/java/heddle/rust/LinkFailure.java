package heddle.rust;

import heddle.platform.Target;
import heddle.platform.binary.Abi;
import heddle.platform.binary.LinkCheck;
import heddle.platform.binary.LinkInput;
import heddle.text.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a failed link has to do with the files that the linker named. A library that only {@code
 * #[link]} in Rust source asks for is known to nobody before rustc and the linker have looked for
 * it; afterwards each file that they speak of is held against the target, as those of scripts are
 * before.
 */
record LinkFailure(
    String product, Target target, Abi wanted, List<NativeLibraries.Provided> provided) {
  /** A path among the linker's words, also where they stand in JSON. */
  private static final Pattern FILE =
      Pattern.compile("(/[^\\s\"'`:()\\\\{},]+\\.(?:a|so|so\\.[0-9.]+|o|obj|lib|rlib))(?![\\w.-])");

  LinkFailure {
    provided = List.copyOf(provided);
  }

  /** What is wrong with the files named in these lines of rustc; nothing if they fit. */
  List<String> explain(List<String> lines) {
    Map<Path, LinkInput> inputs = new LinkedHashMap<>();
    for (String line : lines) {
      if (!line.contains("linking with")) continue;
      Matcher each = FILE.matcher(line);
      while (each.find()) {
        Path file = Path.of(each.group(1)).normalize();
        NativeLibraries.read(file)
            .ifPresent(a -> inputs.putIfAbsent(file, new LinkInput(bringer(file), a)));
      }
    }
    var said = new ArrayList<String>();
    for (Problem each : LinkCheck.problems(product, target, wanted, List.copyOf(inputs.values()))) {
      said.add(each.message());
      each.notes().forEach(note -> said.add("  " + note));
      each.helps().forEach(help -> said.add("  help: " + help));
    }
    return said;
  }

  private String bringer(Path file) {
    Optional<Path> folder = Optional.ofNullable(file.getParent());
    for (NativeLibraries.Provided each : provided) {
      for (Path directory : NativeLibraries.directories(each)) {
        if (folder.filter(directory.normalize()::equals).isPresent())
          return "a directory of " + each.producer();
      }
    }
    return "where the linker found it";
  }
}
