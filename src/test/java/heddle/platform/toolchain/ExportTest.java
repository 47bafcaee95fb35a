package heddle.platform.toolchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.platform.Dialect;
import heddle.platform.RustcTargets;
import heddle.platform.Target;
import heddle.platform.binary.Abi;
import heddle.platform.binary.Artifact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real tools configure and build with what is exported, for the host and for aarch64. */
class ExportTest {
  private static final String HOST = "x86_64-unknown-linux-gnu";
  private static final String ARM64 = "aarch64-unknown-linux-gnu";

  @TempDir Path folder;

  private static Export export(String target) throws Exception {
    var finder = new CompilerFinder(new RealMachine(Map.of()), Target.parse(HOST, Dialect.RUSTC));
    Optional<Toolchain> found = finder.of(RustcTargets.find(target).orElseThrow());
    Optional<Toolchain> host = finder.of(RustcTargets.find(HOST).orElseThrow());
    assumeTrue(found.isPresent() && host.isPresent(), "no C compiler for " + target);
    return new Export(RustcTargets.find(target).orElseThrow(), found.get(), host.get());
  }

  private void run(Map<String, String> variables, List<String> command) throws Exception {
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(variables);
    Process process;
    try {
      process = builder.start();
    } catch (IOException _) {
      assumeTrue(false, "no " + command.getFirst());
      return;
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /** What was built fits the target and no other machine. */
  private void check(String target, Path file) throws Exception {
    Artifact artifact = Artifact.read(file.toString(), Files.readAllBytes(file));
    assertThat(artifact.abi().against(Abi.of(Target.parse(target, Dialect.RUSTC)), true)).isEmpty();
    String other = target.equals(HOST) ? ARM64 : HOST;
    assertThat(artifact.abi().against(Abi.of(Target.parse(other, Dialect.RUSTC)), true))
        .isNotEmpty();
  }

  private Path built(Path below, String name) throws IOException {
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(p -> String.valueOf(p.getFileName()).equals(name))
          .findFirst()
          .orElseThrow();
    }
  }

  private void cmake(String target) throws Exception {
    write(
        "CMakeLists.txt",
        "cmake_minimum_required(VERSION 3.13)\nproject(p C)\nadd_executable(hello hello.c)\n");
    write("hello.c", "int main(void) { return 0; }\n");
    write("toolchain.cmake", export(target).cmake());
    run(
        Map.of(),
        List.of("cmake", "-S", ".", "-B", "out", "-DCMAKE_TOOLCHAIN_FILE=toolchain.cmake"));
    run(Map.of(), List.of("cmake", "--build", "out"));
    check(target, folder.resolve("out/hello"));
  }

  @Test
  void cmake_builds_for_the_host() throws Exception {
    cmake(HOST);
  }

  @Test
  void cmake_builds_for_aarch64() throws Exception {
    cmake(ARM64);
  }

  private void meson(String target, String option) throws Exception {
    write("meson.build", "project('p', 'c')\nexecutable('hello', 'hello.c')\n");
    write("hello.c", "int main(void) { return 0; }\n");
    write("machine.ini", export(target).meson());
    run(Map.of(), List.of("meson", "setup", option, "machine.ini", "out"));
    run(Map.of(), List.of("ninja", "-C", "out"));
    check(target, folder.resolve("out/hello"));
  }

  @Test
  void meson_builds_for_the_host() throws Exception {
    meson(HOST, "--native-file");
  }

  @Test
  void meson_builds_for_aarch64() throws Exception {
    meson(ARM64, "--cross-file");
  }

  @Test
  void autoconf_configures_for_the_host() throws Exception {
    assertThat(configured(HOST)).contains("cross=no");
  }

  @Test
  void autoconf_configures_for_aarch64() throws Exception {
    assertThat(configured(ARM64)).contains("cross=yes", "aarch64-linux-gnu-gcc");
  }

  private String configured(String target) throws Exception {
    write(
        "configure.ac",
        """
        AC_INIT([p],[1])
        AC_PROG_CC
        AC_SUBST([cross_compiling])
        AC_CONFIG_FILES([flags])
        AC_OUTPUT
        """);
    write("flags.in", "cross=@cross_compiling@ cc=@CC@\n");
    Export export = export(target);
    run(Map.of(), List.of("autoconf"));
    var command = new ArrayList<>(List.of("sh", "./configure"));
    command.addAll(export.autoconf());
    run(Map.of(), command);
    return Files.readString(folder.resolve("flags"));
  }

  @Test
  void the_exported_linker_and_runner_run_a_program_of_aarch64() throws Exception {
    Export export = export(ARM64);
    assumeTrue(!export.target().runner().isEmpty(), "no qemu-user");
    write("hello.c", "int main(void) { return sizeof(void *) == 8 ? 0 : 1; }\n");
    run(
        Map.of(),
        List.of(
            export.target().tool("link").orElseThrow().path().toString(),
            "hello.c",
            "-o",
            "hello"));
    check(ARM64, built(folder, "hello"));
    var command = new ArrayList<>(export.target().runner());
    command.add("./hello");
    run(Map.of(), command);
  }
}
