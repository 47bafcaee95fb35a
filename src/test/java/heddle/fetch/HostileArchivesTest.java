package heddle.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.text.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that mean harm: each is refused in a line, and nothing is written elsewhere. */
class HostileArchivesTest {
  private static final byte[] NOTHING = new byte[0];

  @TempDir private Path temporary = Path.of("");

  private int count;

  private void unpack(String format, byte[] archive) throws ProblemException, IOException {
    Path file = Files.write(temporary.resolve("archive"), archive);
    Unpacking.stripped(file, format, 0, temporary.resolve("out" + count++), 1 << 20).run();
  }

  private void refused(String format, byte[] archive, String expected) {
    assertThatThrownBy(() -> unpack(format, archive))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("`archive` cannot be unpacked")
        .hasMessageContaining(expected)
        .hasMessageNotContaining(temporary.toString());
  }

  private void refused(Tarball tar, String expected) {
    refused("tar", tar.plain(), expected);
  }

  @Test
  void only_files_directories_and_links_come_out_and_others_are_called_by_name() {
    refused(new Tarball().entry("h", '1', "x", NOTHING), "`h` is of a kind", "a hard link");
    refused(new Tarball().entry("c", '3', "", NOTHING), "a device");
    refused(new Tarball().entry("b", '4', "", NOTHING), "a device");
    refused(new Tarball().entry("p", '6', "", NOTHING), "a pipe");
    refused(new Tarball().entry("s", 'S', "", NOTHING), "a sparse file");
    refused(
        new Tarball().pax('x', "GNU.sparse.major", "1", "GNU.sparse.minor", "0").file("s", "1\n0"),
        "a sparse file");
  }

  private void refused(Tarball tar, String expected, String more) {
    refused(tar, expected);
    refused(tar, more);
  }

  @Test
  void what_pax_headers_say_is_held_to_the_same_rules() throws Exception {
    refused(new Tarball().pax('x', "path", "../evil").file("good", "x"), "a path with `..`");
    refused(new Tarball().pax('x', "path", "/evil").file("good", "x"), "an absolute path");
    refused(new Tarball().pax('x', "linkpath", "/etc/passwd").link("l", "good"), "leads out");
    refused(new Tarball().pax('x', "path", "a\0b").file("good", "x"), "an impossible name");
    refused(new Tarball().pax('x', "linkpath", "a\0b").link("l", "good"), "an impossible target");
    refused(new Tarball().pax('x', "size", "-5").file("good", "x"), "a negative size");
    refused(new Tarball().pax('x', "size", "many").file("good", "x"), "many");
    refused(
        new Tarball().pax('x', "size", "9223372036854775807").file("good", "x"),
        "ends within a file");
    refused(new Tarball().pax('g', "path", "evil").file("good", "x"), "the same path");
    for (String record :
        new String[] {"2147483647 path=x", "0 path=x", "x path=y", "5", "-1 a=b"}) {
      byte[] bytes = ("11 a=bcdef\n" + record).getBytes(StandardCharsets.UTF_8);
      refused(new Tarball().entry("pax", 'x', "", bytes).file("good", "x"), "a pax record");
    }
    unpack("tar", new Tarball().pax('g', "comment", "0123").file("good", "x").plain());
    assertThat(temporary.resolve("out" + (count - 1)).resolve("good")).hasContent("x");
  }

  @Test
  void a_name_that_comes_twice_is_the_last_one_or_a_problem() throws Exception {
    unpack("tar", new Tarball().file("a", "1").file("a", "2").plain());
    assertThat(temporary.resolve("out0/a")).hasContent("2");
    unpack("tar", new Tarball().file("b", "1").link("a", "b").file("a", "2").plain());
    assertThat(temporary.resolve("out1/b")).hasContent("1");
    assertThat(temporary.resolve("out1/a")).isRegularFile().hasContent("2");
    unpack("tar", new Tarball().file("b", "1").file("a", "2").link("a", "b").plain());
    assertThat(temporary.resolve("out2/a")).isSymbolicLink();
    refused(new Tarball().file("a/b", "1").file("a", "2"), "`a` as a directory");
    refused(new Tarball().file("a/b", "1").link("a", "b"), "`a` as a directory");
    refused(new Tarball().file("a", "1").file("a/b", "2"), "behind a link or a file");
    unpack("tar", new Tarball().file("A", "1").file("a", "2").plain());
    assertThat(temporary.resolve("out" + (count - 1)).resolve("A")).hasContent("1");
  }

  @Test
  void names_and_times_beyond_what_a_file_system_takes_are_problems() {
    refused(new Tarball().file("n".repeat(300), "x"), "...` cannot be there: File name too long");
    refused(
        new Tarball().file(("d".repeat(200) + "/").repeat(30) + "x", "x"),
        "cannot be there: File name too long");
    refused(new Tarball().file("d/".repeat(50_000) + "x", "x"), "a name of");
  }

  @Test
  void zips_do_not_lead_out_either() throws Exception {
    refused("zip", zip("../evil"), "holds names that lead out");
    refused("zip", zip("a/../../evil"), "holds names that lead out");
    refused("zip", "PK".getBytes(StandardCharsets.UTF_8), "");
    refused("zip", new Tarball().file("a", "x").plain(), "");
    unpack("zip", zip("/a"));
    unpack("zip", zip("a/b", "a/c"));
    assertThat(temporary.resolve("evil")).doesNotExist();
    assertThat(Path.of("/evil")).doesNotExist();
  }

  @Test
  void an_archive_of_another_kind_is_called_by_its_name() throws Exception {
    byte[] xz = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 1, 2};
    refused("tar.gz", xz, "an archive of xz");
    refused("zip", xz, "an archive of xz");
    refused("tar.gz", zip("a"), "an archive of zip");
    refused("zip", new Tarball().file("a", "x").gzipped(), "an archive of gzip");
  }

  private static byte[] zip(String... names) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write("content".repeat(50).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void a_zip_that_swells_stops_at_its_limit() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("zeros"));
      zip.write(new byte[4 << 20]);
    }
    refused("zip", bytes.toByteArray(), "more than 1048576 bytes");
  }

  @Test
  void whatever_is_broken_in_an_archive_it_gives_a_problem_and_no_other_exception()
      throws Exception {
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    var random = new Random(seed);
    byte[] tar =
        new Tarball().pax('x', "path", "a/x").file("x", "content").link("l", "a/x").plain();
    byte[] zip = zip("a", "b/c", "d/e/f");
    for (int round = 0; round < 800; round++) {
      boolean zipped = round % 2 == 0;
      byte[] whole = zipped ? zip : tar;
      byte[] bytes =
          Arrays.copyOf(
              whole, random.nextInt(8) == 0 ? random.nextInt(whole.length) : whole.length);
      for (int i = random.nextInt(6); i > 0 && bytes.length > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      if (!zipped) mendChecksums(bytes);
      try {
        unpack(zipped ? "zip" : "tar", bytes);
      } catch (ProblemException e) {
        assertThat(e.getMessage()).as("seed " + seed).contains("cannot be unpacked");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
  }

  /** A wrong checksum would hide all that is wrong behind it. */
  private static void mendChecksums(byte[] tar) {
    for (int at = 0; at + 512 <= tar.length; at += 512) {
      if (tar[at + 257] != 'u') continue;
      Arrays.fill(tar, at + 148, at + 156, (byte) ' ');
      int sum = 0;
      for (int i = 0; i < 512; i++) sum += tar[at + i] & 0xff;
      byte[] text = String.format("%06o\0 ", sum).getBytes(StandardCharsets.UTF_8);
      System.arraycopy(text, 0, tar, at + 148, text.length);
    }
  }
}
