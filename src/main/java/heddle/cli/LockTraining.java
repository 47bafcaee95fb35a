package heddle.cli;

import heddle.store.Depot;
import heddle.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * The training run of the commands around Cargo.lock: a small workspace gets its lock from a
 * registry on the loopback. It lies in the store's scratch folder, so that training is the same on
 * all machines.
 */
final class LockTraining {
  private LockTraining() {}

  /** Locks by these commands; they are run in a workspace with a home and an environment. */
  static int run(Invocation invocation, ToIntFunction<Invocation> command) throws IOException {
    int exit = 0;
    try (Store store = Store.open(invocation.home());
        Depot depot = new Depot(invocation.home(), store);
        InputStream keys = resource("training-registry-rsa.p12");
        InputStream others = resource("training-registry.p12");
        InputStream certificate = resource("training-registry.pem")) {
      try (var registry = new TrainingRegistry(keys);
          var other = new TrainingRegistry(others)) {
        Path folder = depot.scratch().resolve("locking");
        depot.directory(folder);
        depot.write(folder.resolve("authority.pem"), certificate.readAllBytes());
        Path workspace = folder.resolve("workspace");
        write(depot, workspace.resolve("src"), "lib.rs", "");
        write(depot, workspace, "build.rs", "fn main() {}");
        write(depot, workspace, "Cargo.toml", MANIFEST);
        // A rustc of the user's may not run here: training has one that only answers.
        String rustc =
            invocation
                .root()
                .map(root -> root.resolve("bootstrap/training/bin/rustc"))
                .filter(depot::exists)
                .map(file -> "[build]\nrustc = \"" + file + "\"\n")
                .orElse("");
        String config =
            CONFIG.replace("CAINFO", folder.resolve("authority.pem").toString()) + rustc;
        write(
            depot,
            workspace.resolve(".cargo"),
            "config.toml",
            config.replace("INDEX", registry.index()));
        var environment = new HashMap<>(invocation.environment());
        environment.keySet().removeIf(name -> name.startsWith("CARGO") || name.startsWith("RUST"));
        environment.put("CARGO_HOME", folder.resolve("cargo").toString());
        for (List<String> words :
            List.of(
                List.of("generate-lockfile"),
                List.of("update"),
                List.of("update", "-p", "t5"),
                List.of("add", "t7", "--offline"),
                List.of("remove", "t7", "--offline"),
                List.of("generate-lockfile", "--offline"))) {
          var started =
              new Invocation(
                  words,
                  environment,
                  workspace,
                  folder.resolve("home"),
                  invocation.classPath(),
                  invocation.root(),
                  0,
                  Optional.empty());
          exit = Math.max(exit, command.applyAsInt(started));
          // The next ones meet a registry that signs in the other way.
          write(
              depot,
              workspace.resolve(".cargo"),
              "config.toml",
              config.replace("INDEX", other.index()));
        }
      }
    }
    return exit;
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = LockTraining.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException("the jar lacks " + name);
    }
    return in;
  }

  private static void write(Depot depot, Path folder, String name, String text) throws IOException {
    depot.directory(folder);
    depot.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  private static final String MANIFEST =
      """
      [package]
      name = "locked"
      version = "0.1.0"
      edition = "2021"
      rust-version = "1.62"
      [features]
      default = ["std"]
      std = ["dep:t9", "t5/std", "t9?/std", "alone"]
      alone = []
      [dependencies]
      t0 = "0"
      t5 = { version = "5", features = ["std"] }
      t9 = { version = "9", optional = true }
      [target.'cfg(all(unix, not(windows)))'.dependencies]
      t6 = "6"
      [build-dependencies]
      t8 = "8.0"
      [dev-dependencies]
      t4 = ">=4, <5"
      [profile.release]
      debug = true
      [profile.release.package.t0]
      opt-level = 2
      """;

  private static final String CONFIG =
      """
      [http]
      cainfo = "CAINFO"
      [source.crates-io]
      replace-with = "training"
      [source.training]
      registry = "INDEX"
      [resolver]
      incompatible-rust-versions = "fallback"
      """;
}
