package heddle.cli;

import java.util.Optional;

/** Where Heddle runs: Linux on x86_64 and aarch64. Elsewhere it says so in one line. */
final class HostSystem {
  private HostSystem() {}

  static Optional<String> refusal(String system, String machine) {
    boolean known =
        machine.equals("amd64") || machine.equals("x86_64") || machine.equals("aarch64");
    if (system.equals("Linux") && known) return Optional.empty();
    return Optional.of(
        "Heddle runs on Linux on x86_64 and aarch64; this is " + system + " on " + machine);
  }
}
