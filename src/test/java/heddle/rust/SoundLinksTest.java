package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A link that went well is remembered by what its libraries hold, and by nothing else. */
class SoundLinksTest {
  /** Where an ELF file says its machine, and what it says there for aarch64. */
  private static final int MACHINE = 18;

  private static final byte AARCH64 = (byte) 0xb7;

  @TempDir Path folder;

  private Path libraries;
  private Yard yard;
  private Path root;

  @BeforeEach
  void makeALibraryAndAProgramThatUsesIt() throws Exception {
    yard = new Yard(folder);
    libraries = Files.createDirectory(folder.resolve("libraries"));
    Files.writeString(libraries.resolve("a.c"), "int f(int x) { return x + 1; }\n");
    run("gcc", "-m64", "-fPIC", "-c", "a.c");
    assumeTrue(Files.readAllBytes(libraries.resolve("a.o"))[MACHINE] == 62, "an x86_64 machine");
    yard.environment.put("RUSTFLAGS", "-L native=" + libraries + " -l static=foo");
    root = yard.workspace("w", "src/main.rs", "");
  }

  private void run(String... command) throws Exception {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(libraries.toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assumeTrue(process.waitFor() == 0, said);
    } catch (IOException _) {
      assumeTrue(false, "no " + command[0]);
    }
  }

  private Yard.Seen buildEdited(int number) throws Exception {
    Yard.write(
        root,
        "src/main.rs",
        "extern \"C\" { fn f(x: i32) -> i32; }\nfn main() { println!(\"{}\", unsafe { f("
            + number
            + ") }); }\n");
    return yard.build(root);
  }

  private void makeObjectOfAnotherMachine() throws IOException {
    byte[] object = Files.readAllBytes(libraries.resolve("a.o"));
    object[MACHINE] = AARCH64;
    Files.write(libraries.resolve("a.o"), object);
  }

  @Test
  void a_library_that_became_another_is_held_against_the_target_again() throws Exception {
    run("ar", "rcs", "libfoo.a", "a.o");
    assertThat(buildEdited(1).problems()).isEmpty();
    assertThat(buildEdited(2).problems()).isEmpty();
    assertThat(Yard.says(root)).isEqualTo("3\n");
    Files.copy(libraries.resolve("libfoo.a"), libraries.resolve("sound.a"));
    Files.delete(libraries.resolve("libfoo.a"));
    makeObjectOfAnotherMachine();
    run("ar", "rcs", "libfoo.a", "a.o");
    for (int again = 3; again < 5; again++) {
      refused(again);
    }
    Files.delete(libraries.resolve("libfoo.a"));
    Files.move(libraries.resolve("sound.a"), libraries.resolve("libfoo.a"));
    assertThat(buildEdited(5).problems()).isEmpty();
    assertThat(Yard.says(root)).isEqualTo("6\n");
  }

  @Test
  void a_thin_archive_says_nothing_of_its_members_and_is_read_each_time() throws Exception {
    run("ar", "rcT", "libfoo.a", "a.o");
    assertThat(buildEdited(1).problems()).isEmpty();
    makeObjectOfAnotherMachine();
    refused(2);
  }

  private void refused(int number) {
    assertThatThrownBy(() -> buildEdited(number))
        .isInstanceOf(ProblemException.class)
        .asString()
        .contains("libfoo.a` does not fit one v0.1.0", "aarch64 against x86_64");
  }
}
