package heddle.rust;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.platform.RustcTargets;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {
  private static final String HOST = "x86_64-unknown-linux-gnu";

  @TempDir Path folder;

  @BeforeEach
  void makeALibraryOfTheHost() throws Exception {
    Files.writeString(folder.resolve("a.c"), "int f(int x) { return x; }\n");
    run("gcc", "-m64", "-c", "a.c");
    run("ar", "rcs", "libfoo.a", "a.o");
    Files.writeString(folder.resolve("libscript.so"), "/* GNU ld script */\n");
  }

  private void run(String... command) throws Exception {
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assumeTrue(process.waitFor() == 0, said);
    } catch (IOException _) {
      assumeTrue(false, "no " + command[0]);
    }
  }

  private NativeLibraries.Provided script(String... libraries) {
    var draft = new ScriptOutput.Draft();
    draft.searchPaths.add("native=" + folder);
    draft.libraries.addAll(List.of(libraries));
    return new NativeLibraries.Provided("foo-sys v1.0.0", draft.finish());
  }

  @Test
  void a_library_of_the_host_is_caught_in_a_build_for_another_machine() {
    for (String library :
        List.of("static=foo", "foo", "static:+whole-archive=foo", "static:+verbatim=libfoo.a")) {
      assertThatThrownBy(() ->
              NativeLibraries.check(
                  "app v0.1.0",
                  RustcTargets.find("aarch64-unknown-linux-gnu"),
                  List.of(script(library))))
          .as(library)
          .isInstanceOf(ProblemException.class)
          .asString()
          .contains(
              "libfoo.a` does not fit app v0.1.0", "x86_64 against aarch64", "foo-sys v1.0.0");
    }
  }

  @Test
  void what_fits_or_is_not_there_or_is_no_binary_is_left_to_the_linker() {
    assertThatCode(() ->
            NativeLibraries.check(
                "app v0.1.0",
                RustcTargets.find(HOST),
                List.of(script("static=foo", "z", "script"))))
        .doesNotThrowAnyException();
    assertThatCode(() ->
            NativeLibraries.check(
                "app v0.1.0",
                RustcTargets.find("aarch64-unknown-linux-gnu"),
                List.of(script("z", "script"))))
        .doesNotThrowAnyException();
  }
}
