package heddle.world;

import heddle.store.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What processor code is made for that is made for "this one" ({@code target-cpu=native}, {@code
 * -march=native}): a value that is the same on two machines where compilers see the same one.
 */
public final class Processor {
  /** The lines of Linux's {@code /proc/cpuinfo} that compilers look at, on x86 and on Arm. */
  private static final Set<String> TELLING =
      Set.of(
          "vendor_id",
          "cpu family",
          "model",
          "model name",
          "stepping",
          "flags",
          "CPU implementer",
          "CPU architecture",
          "CPU variant",
          "CPU part",
          "CPU revision",
          "Features");

  private Processor() {}

  /** That of this machine. */
  public static String here() throws IOException {
    Optional<String> text = TextFile.read(Path.of("/proc/cpuinfo"));
    return of(text.orElseThrow(() -> new IOException("/proc/cpuinfo cannot be read")));
  }

  /** Of a text as {@code /proc/cpuinfo}: the kinds of cores that there are, not their number. */
  static String of(String cpuinfo) {
    var kinds = new TreeSet<String>();
    var kind = new StringBuilder();
    for (String line : (cpuinfo + "\n").split("\n", -1)) {
      if (line.isBlank()) {
        if (!kind.isEmpty()) kinds.add(kind.toString());
        kind.setLength(0);
      }
      int colon = line.indexOf(':');
      if (colon > 0 && TELLING.contains(line.substring(0, colon).strip())) {
        kind.append(line.strip()).append('\n');
      }
    }
    return Digest.of(String.join("\n", kinds).getBytes(StandardCharsets.UTF_8)).hash();
  }

  /** Whether one of the words asks a compiler for the processor that it runs on. */
  public static boolean matters(Collection<String> words) {
    for (String word : words) {
      if (word.contains("cpu=native") || word.contains("-march=native")) return true;
      if (word.contains("-mtune=native")) return true;
    }
    return false;
  }
}
