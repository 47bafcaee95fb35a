package heddle.platform.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.platform.Dialect;
import heddle.platform.Target;
import heddle.text.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactTest {
  @TempDir Path folder;

  private void run(String... command) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    } catch (IOException _) {
      assumeTrue(false, "no " + command[0]);
      return;
    }
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assumeTrue(process.waitFor() == 0, said);
  }

  private Path source(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Artifact read(String name) throws Exception {
    return Artifact.read(name, Files.readAllBytes(folder.resolve(name)));
  }

  static List<Facet> clashes(Artifact file, Abi other, boolean offers) {
    return file.abi().against(other, offers).stream().map(Abi.Clash::facet).toList();
  }

  private static Abi target(String name) throws ProblemException {
    return Abi.of(Target.parse(name, Dialect.RUSTC));
  }

  @Test
  void an_object_fits_the_target_it_was_made_for_and_no_other() throws Exception {
    source("a.c", "int f(int x) { return x; }\n");
    run("gcc", "-c", "a.c");
    Artifact object = read("a.o");
    assertThat(object.kind()).isEqualTo("object");
    assumeTrue(object.abi().get(Facet.ARCH).equals(Optional.of("x86_64")), "another machine");
    assertThat(clashes(object, target("x86_64-unknown-linux-gnu"), true)).isEmpty();
    assertThat(clashes(object, target("aarch64-unknown-linux-gnu"), true))
        .containsExactly(Facet.ARCH);
    assertThat(clashes(object, target("x86_64-unknown-linux-gnux32"), true))
        .containsExactly(Facet.POINTER_BITS);
    assertThat(clashes(object, target("x86_64-pc-windows-gnu"), true))
        .containsExactly(Facet.FORMAT);
  }

  @Test
  void an_archive_of_two_machines_is_mixed() throws Exception {
    source("a.c", "int f(int x) { return x; }\n");
    run("gcc", "-c", "a.c", "-o", "wide_enough_for_the_table_of_long_names.o");
    run("gcc", "-c", "-m32", "a.c", "-o", "b.o");
    run("ar", "rcs", "lib.a", "wide_enough_for_the_table_of_long_names.o", "b.o");
    Artifact archive = read("lib.a");
    assertThat(archive.abi().get(Facet.ARCH)).contains("mixed: x86_64, x86");
    assertThat(clashes(archive, target("x86_64-unknown-linux-gnu"), true)).contains(Facet.ARCH);
  }

  @Test
  void the_two_abis_of_std_string_clash() throws Exception {
    source("s.cc", "#include <string>\nstd::string ClaSs(std::string a) { return a; }\n");
    run("g++", "-c", "s.cc", "-o", "new.o");
    run("g++", "-c", "-D_GLIBCXX_USE_CXX11_ABI=0", "s.cc", "-o", "old.o");
    assertThat(clashes(read("old.o"), read("new.o").abi(), false))
        .containsExactly(Facet.CXX_STRING);
    source("n.cc", "int ClaSs(int a) { return a; }\n");
    run("g++", "-c", "n.cc", "-o", "none.o");
    assertThat(read("none.o").abi().get(Facet.CXX_STRING)).isEmpty();
  }

  @Test
  void a_library_needs_the_greatest_glibc_of_its_symbols() throws Exception {
    source("m.c", "#include <math.h>\ndouble g(double x) { return exp(x); }\n");
    run("gcc", "-shared", "-fPIC", "m.c", "-o", "libm2.so", "-Wl,-soname,libm2.so.1", "-lm");
    Artifact library = read("libm2.so");
    assertThat(library.soname()).isEqualTo("libm2.so.1");
    assertThat(library.needed()).contains("libm.so.6");
    assumeTrue(library.abi().get(Facet.LIBC).equals(Optional.of("glibc")), "another libc");
    Abi old = Abi.of(Target.parse("x86_64-linux-gnu2.17", Dialect.LLVM));
    assertThat(clashes(library, old, true)).containsExactly(Facet.LIBC_MIN);
    Abi recent = Abi.of(Target.parse("x86_64-linux-gnu2.99", Dialect.LLVM));
    assertThat(clashes(library, recent, true)).isEmpty();
    assertThat(new AbiReport(library).wheelTag())
        .hasValueSatisfying(t -> assertThat(t).startsWith("manylinux_2_"));
  }

  @Test
  void a_wheel_tag_says_which_c_library_and_how_new_a_system() throws Exception {
    assertThat(tag("libc.musl-x86_64.so.1", "x.so", "")).contains("musllinux_1_2_x86_64");
    assertThat(tag("libc.so", "x.cpython-313-x86_64-linux-musl.so", ""))
        .contains("musllinux_1_2_x86_64");
    assertThat(tag("libc.so", "x.so", "")).isEmpty();
    assertThat(tag("libc.so.6", "x.so", "GLIBC_2.4")).contains("manylinux_2_5_x86_64");
    assertThat(tag("libc.so.6", "x.so", "GLIBC_2.25")).contains("manylinux_2_26_x86_64");
    assertThat(tag("libc.so.6", "x.so", "GLIBC_2.36")).contains("manylinux_2_36_x86_64");
    // C++'s library of a distribution is newer than the glibc functions that are used.
    assertThat(tag("libc.so.6", "x.so", "GLIBC_2.14 GLIBCXX_3.4.22"))
        .contains("manylinux_2_24_x86_64");
    assertThat(tag("libc.so.6", "x.so", "GLIBC_2.14 CXXABI_1.3.15"))
        .contains("manylinux_2_39_x86_64");
    assertThat(tag("libc.so.6", "x.so", "GLIBC_2.14 GLIBCXX_3.4.99")).isEmpty();
  }

  /** The tag of a library that needs a made-up C library with functions of these versions. */
  private Optional<String> tag(String libc, String name, String versions) throws Exception {
    var functions = new StringBuilder();
    var uses = new StringBuilder("void g(void) {\n");
    var map = new StringBuilder();
    int n = 0;
    for (String version : versions.isEmpty() ? new String[0] : versions.split(" ", -1)) {
      functions.append("void f").append(n).append("(void) {}\n");
      uses.insert(0, "void f" + n + "(void);\n").append("f").append(n).append("();\n");
      map.append(version).append(" { f").append(n++).append("; };\n");
    }
    source("c.c", functions.toString());
    source("u.c", uses + "}\n");
    source("c.map", map.toString());
    String script = versions.isEmpty() ? "-Wl,-O1" : "-Wl,--version-script=c.map";
    run("gcc", "-shared", "-nostdlib", "-fPIC", "c.c", "-o", "c.so", "-Wl,-soname," + libc, script);
    run("gcc", "-shared", "-nostdlib", "-fPIC", "u.c", "-o", name, "-Wl,--no-as-needed", "./c.so");
    assumeTrue(read(name).abi().get(Facet.ARCH).equals(Optional.of("x86_64")), "another machine");
    return new AbiReport(read(name)).wheelTag();
  }

  @Test
  void rust_libraries_of_two_compilers_clash() throws Exception {
    source("l.rs", "pub fn f() -> u32 { 1 }\n");
    var versions = new ArrayList<String>();
    assumeTrue(!compilers().isEmpty(), "no stable or nightly of rustup");
    for (Path rustc : compilers()) {
      run(rustc.toString(), "--crate-type", "rlib", "l.rs", "-o", "lib.rlib");
      Artifact library = read("lib.rlib");
      assertThat(library.kind()).isEqualTo("Rust library");
      versions.add(library.abi().get(Facet.RUSTC).orElseThrow());
    }
    assertThat(versions)
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .allMatch(v -> v.startsWith("rustc 1."));
  }

  private static List<Path> compilers() throws IOException {
    Path toolchains = Path.of(System.getProperty("user.home"), ".rustup/toolchains");
    assumeTrue(Files.isDirectory(toolchains), "no rustup");
    try (Stream<Path> all = Files.list(toolchains)) {
      return all.filter(p -> String.valueOf(p.getFileName()).matches("(stable|nightly)-.*"))
          .map(p -> p.resolve("bin/rustc"))
          .filter(Files::isExecutable)
          .toList();
    }
  }

  @Test
  void hard_and_soft_floats_of_arm_are_told_by_the_attributes() throws Exception {
    source("a.c", "float f(float x) { return x + 1; }\n");
    run("arm-linux-gnueabihf-gcc", "-c", "a.c", "-o", "hard.o");
    run("arm-linux-gnueabihf-gcc", "-c", "-mfloat-abi=softfp", "a.c", "-o", "soft.o");
    assertThat(read("hard.o").abi().get(Facet.FLOAT)).contains("hard");
    assertThat(clashes(read("soft.o"), read("hard.o").abi(), false)).containsExactly(Facet.FLOAT);
    source("s.S", ".text\n.globl g\ng: bx lr\n");
    run("arm-linux-gnueabihf-gcc", "-c", "s.S", "-o", "s.o");
    assertThat(clashes(read("s.o"), read("hard.o").abi(), false)).isEmpty();
    assertThat(clashes(read("hard.o"), target("armv7-unknown-linux-gnueabihf"), true)).isEmpty();
    assertThat(clashes(read("hard.o"), target("armv7-unknown-linux-gnueabi"), true))
        .containsExactly(Facet.FLOAT);
  }

  @Test
  void the_name_of_an_extension_module_tells_its_python() throws Exception {
    byte[] module = elf(62, 0);
    Artifact free = Artifact.read("m.cpython-313t-x86_64-linux-gnu.so", module);
    Artifact gil = Artifact.read("m.cpython-313-x86_64-linux-gnu.so", module);
    Artifact old = Artifact.read("m.cp39-win_amd64.pyd", module);
    assertThat(clashes(free, gil.abi(), false)).containsExactly(Facet.PYTHON_THREADING);
    assertThat(clashes(old, gil.abi(), false)).containsExactly(Facet.PYTHON);
    Artifact stable = Artifact.read("m.abi3.so", module);
    assertThat(clashes(stable, gil.abi(), false)).isEmpty();
    assertThat(clashes(stable, free.abi(), false)).containsExactly(Facet.PYTHON_THREADING);
  }

  @Test
  void flags_tell_floats_and_calls_of_riscv_loongarch_and_mips() throws Exception {
    assertThat(Artifact.read("x", elf(243, 5)).abi().get(Facet.FLOAT)).contains("hard");
    assertThat(Artifact.read("x", elf(243, 1)).abi().get(Facet.FLOAT)).contains("soft");
    assertThat(Artifact.read("x", elf(258, 0x41)).abi().get(Facet.FLOAT)).contains("soft");
    assertThat(Artifact.read("x", elf(258, 0x43)).abi().get(Facet.FLOAT)).contains("hard");
    assertThat(Artifact.read("x", elf(8, 0)).abi().get(Facet.CALLS)).contains("n64");
    assertThat(Artifact.read("x", elf(21, 2)).abi().get(Facet.CALLS)).contains("elfv2");
  }

  /** The header alone of a 64-bit little-endian shared object. */
  static byte[] elf(int machine, int flags) {
    byte[] bytes = new byte[64];
    System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, 0, bytes, 0, 7);
    bytes[16] = 3;
    bytes[18] = (byte) machine;
    bytes[19] = (byte) (machine >> 8);
    bytes[48] = (byte) flags;
    return bytes;
  }

  @Test
  void mach_o_tells_its_product_and_least_version() throws Exception {
    byte[] file = new byte[32 + 24];
    int[] words = {
      0xfeedfacf, 0x0100000c, 0, 1, 1, 24, 0, 0, 0x32, 24, 1, 0x000b0300, 0x000d0000, 0
    };
    for (int i = 0; i < words.length; i++) {
      for (int b = 0; b < 4; b++) {
        file[4 * i + b] = (byte) (words[i] >> (8 * b));
      }
    }
    Artifact object = Artifact.read("a.o", file);
    assertThat(object.abi().get(Facet.OS_MIN)).contains("11.3");
    assertThat(clashes(object, target("aarch64-apple-darwin"), true)).isEmpty();
    assertThat(clashes(object, Abi.of(Target.parse("macosx_11_0_arm64", Dialect.PYTHON)), true))
        .containsExactly(Facet.OS_MIN);
    assertThat(clashes(object, target("aarch64-apple-ios"), true)).contains(Facet.OS);
  }

  @Test
  void a_class_tells_the_java_that_it_needs() throws Exception {
    assertThat(Artifact.read("A.class", classFile()).abi().get(Facet.JVM_CLASS)).contains("69");
  }

  private static byte[] classFile() throws IOException {
    try (InputStream in = ArtifactTest.class.getResourceAsStream("ArtifactTest.class")) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  @Test
  void what_is_no_binary_is_a_problem() {
    assertThatThrownBy(() ->
            Artifact.read("README", "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("README");
    assertThatThrownBy(() -> Artifact.read("x", new byte[0])).isInstanceOf(ProblemException.class);
  }

  @Test
  void damaged_files_give_a_value_or_a_problem() throws Exception {
    var files = new ArrayList<byte[]>(List.of(elf(62, 0), classFile()));
    for (Path path :
        List.of(
            Path.of("/lib/x86_64-linux-gnu/libz.so.1"),
            Path.of("/usr/lib/x86_64-linux-gnu/libc_nonshared.a"))) {
      if (Files.isRegularFile(path)) {
        files.add(Files.readAllBytes(path));
      }
    }
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    var random = new Random(seed);
    long end = System.nanoTime() + 2_000_000_000L;
    int rounds = 0;
    while (System.nanoTime() < end && rounds < 20_000) {
      rounds++;
      byte[] whole = files.get(random.nextInt(files.size()));
      byte[] bytes =
          random.nextInt(4) == 0
              ? Arrays.copyOf(whole, random.nextInt(whole.length + 1))
              : whole.clone();
      for (int i = random.nextInt(8); i > 0 && bytes.length > 0; i--) {
        int at =
            random.nextInt(3) == 0
                ? random.nextInt(bytes.length)
                : random.nextInt(Math.min(512, bytes.length));
        bytes[at] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
      }
      try {
        assertThat(Artifact.read("x", bytes).kind()).isNotEmpty();
      } catch (ProblemException e) {
        assertThat(e.problems()).isNotEmpty();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + " round " + rounds, e);
      }
    }
  }

  @Test
  void the_floor_of_a_stable_abi_is_that_of_its_newest_symbol() throws Exception {
    source(
        "p.c",
        "extern int PyModule_AddType(void *, void *); extern void *PyLong_FromLong(long);\n"
            + "extern void *PyMyOwn_Thing(void *);\n"
            + "void *PyInit_p(void) { PyModule_AddType(0, PyMyOwn_Thing(PyLong_FromLong(1)));"
            + " return 0; }\n");
    run("gcc", "-shared", "-fPIC", "p.c", "-o", "p.abi3.so");
    Artifact module = read("p.abi3.so");
    assertThat(module.abi().get(Facet.PYTHON_MIN)).contains("3.10");
    assertThat(module.notes()).contains("beyond Python's stable ABI: PyMyOwn_Thing");
    // Without that name it promises nothing.
    run("gcc", "-shared", "-fPIC", "p.c", "-o", "p.cpython-312-x86_64-linux-gnu.so");
    assertThat(read("p.cpython-312-x86_64-linux-gnu.so").abi().get(Facet.PYTHON_MIN)).isEmpty();
  }

  @Test
  void an_addon_of_nodejs_needs_the_version_of_node_api_that_has_all_it_calls() throws Exception {
    source(
        "n.c",
        "extern int napi_create_object(void *, void *); extern int napi_create_date(void *);\n"
            + "void *napi_register_module_v1(void *e, void *x) { napi_create_object(e, x);"
            + " napi_create_date(e); return x; }\n");
    run("gcc", "-shared", "-fPIC", "n.c", "-o", "n.node");
    Artifact addon = read("n.node");
    assertThat(addon.abi().get(Facet.NODE_API)).contains("5");
    assertThat(addon.notes()).contains("a Node.js addon");
    source("o.c", "void node_register_module_v127(void *e) {}\n");
    run("gcc", "-shared", "-fPIC", "o.c", "-o", "o.node");
    assertThat(read("o.node").abi().get(Facet.NODE_MODULE)).contains("127");
  }

  @Test
  void a_library_of_both_abis_of_std_string_goes_with_either() throws Exception {
    source("s.cc", "#include <string>\nstd::string f(std::string a) { return a; }\n");
    run("g++", "-c", "s.cc", "-o", "new.o");
    run("g++", "-c", "-D_GLIBCXX_USE_CXX11_ABI=0", "s.cc", "-o", "old.o");
    run("ar", "rcs", "both.a", "new.o", "old.o");
    assertThat(clashes(read("both.a"), read("new.o").abi(), false)).isEmpty();
    assertThat(clashes(read("both.a"), read("old.o").abi(), false)).isEmpty();
  }

  @Test
  void code_that_says_it_needs_a_level_does_not_fit_every_x86_64() throws Exception {
    source("a.c", "int f(int x) { return x; }\n");
    run("gcc", "-shared", "-fPIC", "-Wl,-z,x86-64-v3", "a.c", "-o", "v3.so");
    assumeTrue(read("v3.so").abi().get(Facet.ISA).isPresent(), "another machine or linker");
    assertThat(clashes(read("v3.so"), target("x86_64-unknown-linux-gnu"), true))
        .containsExactly(Facet.ISA);
    assertThat(clashes(read("v3.so"), target("x86_64h-apple-darwin"), true))
        .doesNotContain(Facet.ISA);
  }

  @Test
  void debug_information_apart_from_its_program_is_told_as_such() throws Exception {
    source("d.c", "int main(void) { return 0; }\n");
    run("gcc", "-g", "d.c", "-o", "d");
    run("objcopy", "--only-keep-debug", "d", "d.debug");
    assertThat(read("d").kind()).isEqualTo("program");
    assertThat(read("d.debug").kind()).isEqualTo("debug information");
  }
}
