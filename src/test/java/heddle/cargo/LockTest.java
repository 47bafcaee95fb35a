package heddle.cargo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.text.ProblemException;
import heddle.text.Source;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LockTest {
  private static final String INDEX = SourceId.cratesIo().asUrl();

  private static Lock lock(String text) throws ProblemException {
    return Lock.parse(new Source("Cargo.lock", text));
  }

  private static String entry(String name, String version, String rest) {
    return "\n[[package]]\nname = \"%s\"\nversion = \"%s\"\n%s".formatted(name, version, rest);
  }

  @Test
  void the_newest_format_leaves_out_what_is_unique() throws ProblemException {
    Lock lock =
        lock(
            "version = 4\n"
                + entry("root", "0.1.0", "dependencies = [\n \"a\",\n \"b 1.0.0\",\n]\n")
                + entry("a", "2.0.0", "source = \"" + INDEX + "\"\nchecksum = \"00ff\"\n"));
    assertThat(lock.format()).isEqualTo(4);
    Lock.Locked root = lock.packages().get(0);
    assertThat(root.source()).isEmpty();
    assertThat(root.dependencies())
        .containsExactly(
            new Lock.Reference("a", Optional.empty(), Optional.empty()),
            new Lock.Reference("b", Optional.of(Version.of(1, 0, 0)), Optional.empty()));
    assertThat(lock.packages().get(1).checksum()).contains("00ff");
    assertThat(lock.packages().get(1).source()).contains(SourceId.cratesIo());
  }

  @Test
  void the_first_format_has_a_root_and_its_checksums_apart() throws ProblemException {
    Lock lock =
        lock(
            "[root]\nname = \"root\"\nversion = \"0.1.0\"\ndependencies = [\n \"a 2.0.0 ("
                + INDEX
                + ")\",\n]\n"
                + entry("a", "2.0.0", "source = \"" + INDEX + "\"\n")
                + "\n[metadata]\n\"checksum a 2.0.0 ("
                + INDEX
                + ")\" = \"00ff\"\n");
    assertThat(lock.format()).isEqualTo(1);
    assertThat(lock.packages()).extracting(Lock.Locked::name).containsExactly("root", "a");
    assertThat(lock.packages().get(1).checksum()).contains("00ff");
  }

  @Test
  void a_checksum_beside_the_package_is_the_second_format() throws ProblemException {
    assertThat(lock(entry("a", "1.0.0", "source = \"" + INDEX + "\"\nchecksum = \"0\"\n")).format())
        .isEqualTo(2);
  }

  @Test
  void unused_patches_are_kept() throws ProblemException {
    Lock lock = lock("version = 3\n\n[[patch.unused]]\nname = \"a\"\nversion = \"1.0.0\"\n");
    assertThat(lock.unusedPatches()).extracting(Lock.Locked::name).containsExactly("a");
  }

  private static void refuse(String text, String message) {
    assertThatThrownBy(() -> lock(text))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("Cargo.lock:");
  }

  @Test
  void what_is_wrong_is_shown_where_it_stands() {
    refuse("version = 5\n", "lock file version `5` is not understood");
    refuse("version = \"4\"\n", "must be an integer");
    refuse("package = 1\n", "must be an array of tables");
    refuse("[[package]]\nname = \"a\"\n", "must have a `version`");
    refuse(entry("a", "1.0", ""), "is not a valid version");
    refuse(entry("a", "1.0.0", "") + entry("a", "1.0.0", ""), "specified twice");
    refuse(entry("a", "1.0.0", "dependencies = [1]\n"), "expected a string");
    refuse(entry("a", "1.0.0", "source = \"cvs+http://x\"\n"), "unsupported protocol");
  }
}
