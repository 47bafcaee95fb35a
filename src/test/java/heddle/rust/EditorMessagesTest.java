package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.cargo.BuildRequest;
import heddle.cargo.FeaturePolicy;
import heddle.cargo.PackageSelection;
import heddle.cargo.TargetSelection;
import heddle.process.SandboxMode;
import heddle.process.UserRust;
import heddle.text.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The messages that rust-analyzer and maturin read, of all kinds of targets. */
class EditorMessagesTest {
  @TempDir private Path folder = Path.of("");
  private boolean anyFresh;

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve("ws").resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  /** Each artifact's target and its files, and how many diagnostics there were. */
  private List<String> messages(BuildRequest.Intent intent) throws Exception {
    List<String> lines = new ArrayList<>();
    Progress progress =
        new SilentProgress() {
          @Override
          public synchronized void said(List<String> out, List<String> err) {
            lines.addAll(out);
          }
        };
    BuildRequest request =
        new BuildRequest(
            intent,
            new PackageSelection.All(),
            TargetSelection.EVERYTHING,
            List.of(),
            false,
            false,
            "",
            List.of(),
            List.of(),
            false,
            true,
            FeaturePolicy.NONE);
    Order order =
        new Order(
            folder.resolve("home"),
            folder.resolve("ws"),
            Optional.empty(),
            UserRust.variables(),
            List.of(),
            request,
            Optional.empty(),
            2,
            true,
            true,
            false,
            MessageFormat.parse(List.of("json-diagnostic-rendered-ansi")),
            false,
            Optional.empty(),
            0,
            List.of(),
            Path.of("heddle"),
            SandboxMode.NONE,
            List.of(),
            Optional.empty(),
            false,
            true);
    try (Workshop shop = Workshop.open(order, progress, 2)) {
      assertThat(shop.build().problems()).isEmpty();
    }
    List<String> seen = new ArrayList<>();
    int diagnostics = 0;
    for (String line : lines) {
      Json.Obj message = (Json.Obj) Json.parse(line.getBytes(StandardCharsets.UTF_8));
      String reason = text(message, "reason");
      if (reason.equals("compiler-message")) diagnostics++;
      if (!reason.equals("compiler-artifact")) continue;
      Json.Obj target = (Json.Obj) message.get("target").orElseThrow();
      for (Json each : ((Json.Arr) message.get("filenames").orElseThrow()).items()) {
        assertThat(Path.of(((Json.Str) each).value())).as("a file that is named").exists();
      }
      String files =
          ((Json.Arr) message.get("filenames").orElseThrow())
              .items().stream()
                  .map(each -> ((Json.Str) each).value())
                  .map(each -> each.substring((folder + "/ws/target/debug/").length()))
                  .map(each -> each.replaceAll("-[0-9a-f]{16}", "-HASH"))
                  .toList()
                  .toString();
      seen.add(
          ((Json.Arr) target.get("kind").orElseThrow()).items().getFirst().compact()
              + " "
              + files
              + (message.get("executable").orElseThrow() instanceof Json.Str ? " runs" : ""));
      anyFresh |= message.get("fresh").orElseThrow().equals(new Json.Bool(true));
    }
    seen.add("diagnostics " + diagnostics);
    seen.sort(null);
    return seen;
  }

  @Test
  void fresh_is_what_stands_in_the_target_directory_and_not_what_the_store_has() throws Exception {
    assumeTrue(UserRust.isHere(), "rustc is on PATH");
    folder = folder.toRealPath();
    write("Cargo.toml", "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
    write("src/lib.rs", "fn unused() {}\n");
    messages(BuildRequest.Intent.CHECK);
    assertThat(anyFresh).as("built").isFalse();
    messages(BuildRequest.Intent.CHECK);
    assertThat(anyFresh).as("found where it was laid").isTrue();
    try (Stream<Path> files = Files.walk(folder.resolve("ws/target"))) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
    }
    anyFresh = false;
    messages(BuildRequest.Intent.CHECK);
    assertThat(anyFresh).as("laid anew").isFalse();
  }

  private static String text(Json.Obj message, String key) {
    return message
        .get(key)
        .filter(Json.Str.class::isInstance)
        .map(v -> ((Json.Str) v).value())
        .orElse("");
  }

  @Test
  void artifacts_of_all_kinds_are_named_where_cargo_has_them_and_warnings_repeat()
      throws Exception {
    assumeTrue(UserRust.isHere(), "rustc is on PATH");
    folder = folder.toRealPath();
    write(
        "Cargo.toml",
        "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
            + "[profile.dev]\nincremental = false\n");
    write("src/lib.rs", "fn unused() {}\n");
    write("src/main.rs", "fn main() {}\n");
    write("examples/my-ex.rs", "fn main() {}\n");
    write("tests/it.rs", "#[test] fn it() {}\n");
    write("build.rs", "fn main() {}\n");
    List<String> checked =
        List.of(
            "\"bin\" [deps/libapp-HASH.rmeta]",
            "\"bin\" [deps/libapp-HASH.rmeta]",
            "\"custom-build\" [build/app-HASH/build-script-build]",
            "\"example\" [examples/libmy_ex-HASH.rmeta]",
            "\"lib\" [deps/libapp-HASH.rmeta]",
            "\"lib\" [deps/libapp-HASH.rmeta]",
            "\"test\" [deps/libit-HASH.rmeta]");
    List<String> first = messages(BuildRequest.Intent.CHECK);
    assertThat(first).containsAll(checked).hasSize(checked.size() + 1);
    assertThat(first).contains("diagnostics 2");
    assertThat(messages(BuildRequest.Intent.CHECK)).isEqualTo(first);
    assertThat(messages(BuildRequest.Intent.BUILD))
        .contains(
            "\"bin\" [app] runs",
            "\"example\" [examples/my-ex] runs",
            "\"test\" [deps/it-HASH] runs");
    assertThat(Files.exists(folder.resolve("ws/target/debug/examples/my-ex"))).isTrue();
  }
}
