package heddle.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The Rust of whoever runs the tests. */
public final class UserRust {
  private UserRust() {}

  /** The variables by which it is found: those that are set. */
  public static Map<String, String> variables() {
    var all = new TreeMap<String, String>();
    for (String name : List.of("PATH", "HOME", "RUSTUP_TOOLCHAIN", "RUSTUP_HOME", "CARGO_HOME")) {
      Optional.ofNullable(System.getenv(name)).ifPresent(value -> all.put(name, value));
    }
    return Map.copyOf(all);
  }

  /** Whether there is a rustc on PATH. */
  public static boolean isHere() {
    for (String each : String.valueOf(System.getenv("PATH")).split(":", -1)) {
      if (Files.isExecutable(Path.of(each, "rustc"))) return true;
    }
    return false;
  }
}
