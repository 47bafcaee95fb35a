package heddle.cli;

import heddle.store.Depot;
import heddle.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * The part of the training run that plans: a workspace of many small packages is read, and then
 * found again as it was. It lies in the store's scratch folder, with a stand-in for rustc, so that
 * training is the same on all machines.
 */
final class PlanTraining {
  private static final int PACKAGES = 150;

  private static final String RUSTC =
      """
      #!/bin/sh
      case "$*" in
        --print=sysroot) echo /nowhere ;;
        -vV)
          echo 'rustc 1.95.0 (000000000 2026-01-01)'
          echo 'binary: rustc'
          echo 'commit-hash: 0000000000000000000000000000000000000000'
          echo 'commit-date: 2026-01-01'
          echo 'host: x86_64-unknown-linux-gnu'
          echo 'release: 1.95.0'
          echo 'LLVM version: 21.1.0'
          ;;
        *)
          printf '%s\n' ___ lib___.rlib lib___.so lib___.so lib___.a lib___.so /nowhere off packed unpacked ___
          printf '%s\n' debug_assertions 'panic="unwind"' 'target_os="linux"' 'target_pointer_width="64"' unix
          ;;
      esac
      """;

  private PlanTraining() {}

  /** Plans by these commands; they are run in a workspace with a home and an environment. */
  static int run(Invocation invocation, ToIntFunction<Invocation> command) throws IOException {
    try (Store store = Store.open(invocation.home());
        Depot depot = new Depot(invocation.home(), store)) {
      Path folder = depot.scratch().resolve("training");
      Path workspace = write(depot, folder);
      var environment = new HashMap<>(invocation.environment());
      environment.keySet().removeIf(name -> name.startsWith("CARGO") || name.startsWith("RUST"));
      environment.put("RUSTC", folder.resolve("rustc").toString());
      environment.put("CARGO_HOME", folder.resolve("cargo").toString());
      int exit = 0;
      for (List<String> words :
          List.of(
              List.of("plan", "--unit-graph"),
              List.of("plan", "--unit-graph"),
              List.of("plan", "test", "--workspace"),
              List.of("metadata", "--no-deps"))) {
        exit =
            Math.max(
                exit,
                command.applyAsInt(
                    new Invocation(
                        words,
                        environment,
                        workspace,
                        folder.resolve("home"),
                        invocation.classPath(),
                        invocation.root(),
                        0,
                        Optional.empty())));
      }
      return exit;
    }
  }

  private static Path write(Depot depot, Path folder) throws IOException {
    var rustc = depot.keep(RUSTC.getBytes(StandardCharsets.UTF_8));
    depot.place(rustc, folder.resolve("rustc"), true, false);
    Path root = folder.resolve("workspace");
    var lock = new StringBuilder("version = 4\n");
    write(
        depot, root, "root", PACKAGES, "[workspace]\n[profile.dev.package.\"*\"]\nopt-level = 1\n");
    lock.append(locked("root", PACKAGES));
    for (int i = 0; i < PACKAGES; i++) {
      write(depot, root.resolve("p" + i), "p" + i, i, "");
      lock.append(locked("p" + i, i));
    }
    write(depot, root, "Cargo.lock", lock.toString());
    return root;
  }

  private static void write(Depot depot, Path folder, String name, int below, String more)
      throws IOException {
    write(depot, folder.resolve("src"), "lib.rs", "");
    if (below % 4 == 1) write(depot, folder, "build.rs", "");
    var text = new StringBuilder(more);
    text.append("[package]\nname = \"").append(name).append("\"\nversion = \"0.1.0\"\n");
    text.append("edition = \"2021\"\nauthors = [\"A <a@example.org>\"]\nlicense = \"MIT\"\n");
    text.append(
        "description = \"\"\"\nTrains.\n\"\"\"\n[features]\ndefault = [\"std\"]\nstd = []\n");
    text.append("[lints.rust]\nunsafe_code = \"warn\"\n[dependencies]\n");
    for (int i = Math.max(0, below - 5); i < below; i++) {
      text.append("p").append(i).append(" = { path = \"");
      text.append(name.equals("root") ? "" : "../").append("p").append(i);
      text.append("\", version = \"^0.1\", default-features = false, features = [\"std\"] }\n");
    }
    text.append("[target.'cfg(unix)'.dependencies]\n");
    write(depot, folder, "Cargo.toml", text.toString());
  }

  private static void write(Depot depot, Path folder, String name, String text) throws IOException {
    depot.directory(folder);
    depot.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  private static String locked(String name, int below) {
    var text = new StringBuilder("\n[[package]]\nname = \"").append(name);
    text.append("\"\nversion = \"0.1.0\"\ndependencies = [\n");
    for (int i = Math.max(0, below - 5); i < below; i++)
      text.append(" \"p").append(i).append("\",\n");
    return text.append("]\n").toString();
  }
}
