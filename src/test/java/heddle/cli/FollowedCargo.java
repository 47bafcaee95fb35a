package heddle.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The cargo that oracles ask: the release whose behaviour is followed, and no other. */
final class FollowedCargo {
  /** The program; {@code heddle.cargo} names another one. */
  static final String PROGRAM = System.getProperty("heddle.cargo", "cargo");

  private FollowedCargo() {}

  /** Skips the test where it is not here. */
  static void assumeHere() throws Exception {
    try {
      Process version = new ProcessBuilder(PROGRAM, "--version").start();
      String said = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assumeTrue(version.waitFor() == 0, "cargo does not run");
      // Later ones keep more of a previous lock where two registries have a package of one name.
      assumeTrue(said.startsWith("cargo 1.95."), "this is not the cargo that is followed: " + said);
    } catch (IOException _) {
      assumeTrue(false, "cargo is not installed");
    }
  }
}
