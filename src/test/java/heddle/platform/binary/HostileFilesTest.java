package heddle.platform.binary;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.text.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every reader against damaged files: cut, with bits flipped, with counts and offsets as large as
 * they can be. A value or a problem comes out, soon and without much memory.
 */
class HostileFilesTest {
  private static final long SECONDS = 5;
  private static final long MEMORY = 64L << 20;

  @TempDir Path folder;

  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Map<String, byte[]> whole = new LinkedHashMap<>();

  private void read(String name, byte[] bytes, String how) {
    long before = threads.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    try {
      assertThat(new AbiReport(Artifact.read(name, bytes)).lines()).as(how).isNotEmpty();
    } catch (ProblemException e) {
      assertThat(e.problems()).as(how).isNotEmpty();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(how, e);
    }
    assertThat(System.nanoTime() - start).as(how + ": time").isLessThan(SECONDS * 1_000_000_000L);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .as(how + ": memory")
        .isLessThan(MEMORY + 16L * bytes.length);
  }

  @Test
  void every_whole_file_is_read() throws Exception {
    collect();
    whole.forEach((name, bytes) -> {
      try {
        assertThat(Artifact.read(name, bytes).kind()).as(name).isNotEmpty();
      } catch (ProblemException e) {
        throw new AssertionError(name, e);
      }
    });
  }

  @Test
  void damaged_files_of_every_format_give_a_value_or_a_problem() throws Exception {
    collect();
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    var random = new Random(seed);
    int[] extremes = {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0, 1, 0xffff, 0x10000, 0x7fff};
    for (var each : whole.entrySet()) {
      byte[] file = each.getValue();
      for (int round = 0; round < 700; round++) {
        byte[] bytes = file.clone();
        String how = each.getKey() + " seed " + seed + " round " + round;
        switch (random.nextInt(3)) {
          case 0 -> bytes = java.util.Arrays.copyOf(file, random.nextInt(file.length + 1));
          case 1 -> {
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
              bytes[place(random, bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
          }
          default -> {
            var words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 1 + random.nextInt(2); i > 0 && bytes.length >= 4; i--) {
              int at = Math.min(place(random, bytes.length) & ~3, bytes.length - 4);
              words.putInt(at, extremes[random.nextInt(extremes.length)]);
            }
          }
        }
        read(each.getKey(), bytes, how);
      }
    }
  }

  /** Headers more often than the rest. */
  private static int place(Random random, int length) {
    return random.nextInt(random.nextBoolean() ? length : Math.min(length, 256));
  }

  /**
   * Files made here in every format, and those of a compiler for many machines where there is one.
   */
  private void collect() throws Exception {
    whole.put("A.class", resource());
    whole.put("m.cpython-313-x86_64-linux-gnu.so", elf(true));
    whole.put("b.o", elf(false));
    whole.put("a.dylib", machO());
    whole.put("fat", universal(machO(), 20));
    whole.put("fat64", universal(machO(), 32));
    whole.put("a.exe", pe());
    whole.put(
        "gnu.a",
        archive(
            "a.o/",
            elf(true),
            "//",
            "long_name.o/\n".getBytes(StandardCharsets.UTF_8),
            "/0",
            machO()));
    whole.put(
        "bsd.a",
        archive(
            "#1/12", padded("__.SYMDEF\0\0\0", elf(true)), "#1/8", padded("lib.o\0\0\0", pe())));
    whole.put("thin.a", thin());
    whole.put(
        "lib.rlib",
        archive(
            "lib.rmeta/",
            "rust\0\0\0\u0009rustc 1.95.0 (59807616e 2026-04-14)"
                .getBytes(StandardCharsets.ISO_8859_1)));
    whole.put(
        "p-1.0-cp313-cp313-manylinux_2_17_x86_64.whl",
        zip("p/m.so", elf(true), "p/d.txt", new byte[40]));
    whole.put(
        "j.jar", zip("META-INF/MANIFEST.MF", new byte[20], "A.class", resource(), "n.dll", pe()));
    whole.put("m.wasm", new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    compile();
  }

  private void compile() throws Exception {
    Path source = Files.writeString(folder.resolve("a.c"), "float f(float x) { return x + 1; }\n");
    for (String target :
        List.of(
            "x86_64-linux-gnu",
            "armv7-linux-gnueabihf",
            "mips64el-linux-gnuabi64",
            "riscv64-linux-gnu",
            "powerpc64-linux-gnu",
            "x86_64-apple-macosx11",
            "arm64-apple-ios14-simulator",
            "x86_64-pc-windows-msvc",
            "aarch64-pc-windows-msvc")) {
      Path object = folder.resolve(target + ".o");
      try {
        int exit =
            new ProcessBuilder(
                    "clang",
                    "-g",
                    "-c",
                    "--target=" + target,
                    "-o",
                    object.toString(),
                    source.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exit == 0) {
          whole.put(target + ".o", Files.readAllBytes(object));
        }
      } catch (IOException _) {
        return;
      }
    }
  }

  private static byte[] resource() throws IOException {
    try (InputStream in = HostileFilesTest.class.getResourceAsStream("HostileFilesTest.class")) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A shared object with a dynamic section, symbol versions, symbols and notes; or its header. */
  private static byte[] elf(boolean full) {
    byte[] bytes = new byte[full ? 1024 : 64];
    ByteBuffer b = little(bytes);
    b.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
    b.putShort((short) 3).putShort((short) 62).putInt(1);
    if (!full) {
      return bytes;
    }
    b.putLong(24, 0).putLong(32, 64).putLong(40, 640);
    b.putShort(54, (short) 56).putShort(56, (short) 2).putShort(58, (short) 64);
    b.putShort(60, (short) 5).putShort(62, (short) 4);
    segment(b, 64, 1, 0, 1024);
    segment(b, 120, 2, 256, 96);
    long[] dynamic = {1, 1, 14, 11, 5, 400, 0x6ffffffeL, 480, 0x6fffffffL, 1, 0, 0};
    for (int i = 0; i < dynamic.length; i++) {
      b.putLong(256 + 8 * i, dynamic[i]);
    }
    b.position(400);
    b.put(
        "\0libc.so.6\0libm2.so.1\0GLIBC_2.17\0_Z1fSs\0PyInit_m\0"
            .getBytes(StandardCharsets.US_ASCII));
    b.putShort(480, (short) 1)
        .putShort(482, (short) 1)
        .putInt(484, 1)
        .putInt(488, 16)
        .putInt(492, 0);
    b.putInt(496, 0)
        .putShort(500, (short) 0)
        .putShort(502, (short) 2)
        .putInt(504, 23)
        .putInt(508, 0);
    b.putInt(536, 34).put(540, (byte) 0x12).putShort(542, (short) 1);
    b.putInt(576, 4).putInt(580, 16).putInt(584, 5).put(588, (byte) 'G').put(589, (byte) 'N');
    b.put(590, (byte) 'U').putInt(592, 0xc0008002).putInt(596, 4).putInt(600, 4);
    section(b, 1, 11, 11, 512, 48, 2);
    section(b, 2, 1, 3, 400, 64, 0);
    section(b, 3, 12, 7, 576, 32, 0);
    section(b, 4, 32, 3, 960, 60, 0);
    b.position(960);
    b.put(
        "\0name\0\0\0\0\0\0\0.note.gnu.property\0.shstrtab\0".getBytes(StandardCharsets.US_ASCII));
    return bytes;
  }

  private static void segment(ByteBuffer b, int at, int type, long offset, long size) {
    b.putInt(at, type).putLong(at + 8, offset).putLong(at + 16, offset);
    b.putLong(at + 32, size).putLong(at + 40, size);
  }

  private static void section(
      ByteBuffer b, int index, int name, int type, long offset, long size, int link) {
    int at = 640 + 64 * index;
    b.putInt(at, name).putInt(at + 4, type).putLong(at + 24, offset).putLong(at + 32, size);
    b.putInt(at + 40, link);
  }

  private static byte[] machO() {
    byte[] bytes = new byte[32 + 24 + 32];
    ByteBuffer b = little(bytes);
    for (int word : new int[] {0xfeedfacf, 0x0100000c, 0, 6, 2, 56, 0, 0}) {
      b.putInt(word);
    }
    for (int word : new int[] {0x32, 24, 1, 0x000b0300, 0x000d0000, 0, 0x0c, 32, 24, 0, 0, 0}) {
      b.putInt(word);
    }
    b.put("liba.dy\0".getBytes(StandardCharsets.US_ASCII));
    return bytes;
  }

  private static byte[] universal(byte[] part, int entry) {
    ByteBuffer b = ByteBuffer.allocate(8 + entry + part.length);
    b.putInt(entry == 20 ? 0xcafebabe : 0xcafebabf).putInt(1).putInt(0x0100000c).putInt(0);
    if (entry == 20) {
      b.putInt(8 + entry).putInt(part.length).putInt(0);
    } else {
      b.putLong(8 + entry).putLong(part.length).putInt(0).putInt(0);
    }
    return b.put(part).array();
  }

  /** A library that imports from one other. */
  private static byte[] pe() {
    byte[] bytes = new byte[1024];
    ByteBuffer b = little(bytes);
    b.put((byte) 'M').put((byte) 'Z').putInt(0x3c, 64);
    b.put(64, (byte) 'P').put(65, (byte) 'E').putShort(68, (short) 0x8664).putShort(70, (short) 1);
    b.putShort(84, (short) 240).putShort(86, (short) 0x2022).putShort(88, (short) 0x20b);
    b.putShort(88 + 68, (short) 3).putInt(88 + 108, 16).putInt(88 + 120, 0x1000);
    int section = 88 + 240;
    b.putInt(section + 8, 512).putInt(section + 12, 0x1000).putInt(section + 16, 512);
    b.putInt(section + 20, 512);
    b.putInt(512 + 12, 0x1100).position(512 + 256);
    b.put("msvcrt.dll\0".getBytes(StandardCharsets.US_ASCII));
    return bytes;
  }

  private static byte[] archive(Object... members) throws IOException {
    var out = new ByteArrayOutputStream();
    out.write("!<arch>\n".getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < members.length; i += 2) {
      byte[] content = (byte[]) members[i + 1];
      out.write(
          "%-16s%-12s%-6s%-6s%-8s%-10d`\n"
              .formatted(members[i], "0", "0", "0", "644", content.length)
              .getBytes(StandardCharsets.US_ASCII));
      out.write(content);
      if (content.length % 2 == 1) {
        out.write('\n');
      }
    }
    return out.toByteArray();
  }

  private static byte[] thin() {
    return "!<thin>\n%-16s%-12s%-6s%-6s%-8s%-10d`\n"
        .formatted("/0", "0", "0", "0", "644", 999)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] padded(String name, byte[] content) {
    byte[] first = name.getBytes(StandardCharsets.US_ASCII);
    byte[] all = java.util.Arrays.copyOf(first, first.length + content.length);
    System.arraycopy(content, 0, all, first.length, content.length);
    return all;
  }

  private static byte[] zip(Object... members) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (int i = 0; i < members.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) members[i]));
        zip.write((byte[]) members[i + 1]);
      }
    }
    return out.toByteArray();
  }

  @Test
  void a_small_file_that_claims_to_be_huge_takes_no_memory() throws Exception {
    byte[] bomb = zip("p/m.so", padded("\u007fELF", new byte[200_000_000]));
    read("p-1.0-py3-none-linux_x86_64.whl", bomb, "deflated zeros");
    var lies = new ArrayList<byte[]>();
    byte[] wheel = zip("p/m.so", elf(true));
    for (int at = 0; at + 4 <= wheel.length; at++) {
      byte[] copy = wheel.clone();
      ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(at, 0x0fffffff);
      lies.add(copy);
    }
    for (byte[] lie : lies) {
      read("p-1.0-cp313-abi3-linux_x86_64.whl", lie, "a ZIP archive that lies");
    }
  }
}
