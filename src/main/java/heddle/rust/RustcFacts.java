package heddle.rust;

import heddle.cargo.Config;
import heddle.cargo.TargetFacts;
import heddle.cargo.TargetInfo;
import heddle.cargo.Version;
import heddle.engine.BuildException;
import heddle.engine.Context;
import heddle.text.CfgSet;
import heddle.text.ProblemException;
import heddle.world.DigestOf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers what planning asks about a target, from the rustc that the order would use. What decides
 * which rustc that is, is observed: a plan that is kept depends on it.
 */
record RustcFacts(Order order, Config config, RustcQueries queries) {
  /**
   * What rustc says; what decides which rustc that is, is observed, for a plan that is kept depends
   * on it.
   */
  TargetFacts of(TargetInfo wanted, Context c)
      throws IOException, InterruptedException, ProblemException, BuildException {
    Path rustc = queries.rustc(ToolchainSetup.named(config, "RUSTC", "rustc"));
    List<DigestOf> deciding = new ArrayList<>(List.of(new DigestOf(rustc)));
    String home =
        order
            .environment()
            .getOrDefault(
                "RUSTUP_HOME", order.environment().getOrDefault("HOME", "/") + "/.rustup");
    deciding.add(new DigestOf(Path.of(home, "settings.toml")));
    for (Path at = order.directory(); at != null; at = at.getParent()) {
      deciding.add(new DigestOf(at.resolve("rust-toolchain")));
      deciding.add(new DigestOf(at.resolve("rust-toolchain.toml")));
    }
    c.all(deciding);
    RustcVersion version = queries.version(rustc);
    RustcProbe probe = queries.probe(rustc, wanted.rustflags(), wanted.triple().orElse(""));
    return new TargetFacts(
        wanted.triple().orElse(version.host()),
        CfgSet.parse(probe.cfgs()),
        Version.parse(version.release()));
  }
}
