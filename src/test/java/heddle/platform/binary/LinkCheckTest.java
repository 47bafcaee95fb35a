package heddle.platform.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.platform.Dialect;
import heddle.platform.Target;
import heddle.text.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clashes provoked with real compilers: each is caught, and both names are said. */
class LinkCheckTest {
  @TempDir Path folder;

  private LinkInput made(String producer, String file, String... command) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    } catch (IOException _) {
      assumeTrue(false, "no " + command[0]);
      throw new IllegalStateException();
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeTrue(process.waitFor() == 0, said);
    return new LinkInput(producer, Artifact.read(file, Files.readAllBytes(folder.resolve(file))));
  }

  private void source(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static Target target(String text, Dialect dialect) throws Exception {
    return Target.parse(text, dialect);
  }

  private static void check(Target target, List<LinkInput> inputs, String... said) {
    List<Problem> problems = LinkCheck.problems("app v0.1.0", target, inputs);
    String text = problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    if (said.length == 0) {
      assertThat(text).isEmpty();
    } else {
      assertThat(text).contains(said);
    }
  }

  @Test
  void a_library_of_the_host_in_a_link_for_another_machine() throws Exception {
    source("a.c", "int f(int x) { return x; }\n");
    LinkInput object = made("foo-sys v1.0.0 (build script)", "a.o", "gcc", "-c", "a.c");
    assumeTrue(object.artifact().abi().get(Facet.ARCH).filter("x86_64"::equals).isPresent());
    check(
        target("aarch64-unknown-linux-gnu", Dialect.RUSTC),
        List.of(object),
        "`a.o` does not fit app v0.1.0: the processor: x86_64 against aarch64",
        "foo-sys v1.0.0 (build script)",
        "a host directory may be in the library search");
    check(target("x86_64-unknown-linux-gnu", Dialect.RUSTC), List.of(object));
  }

  @Test
  void two_abis_of_std_string() throws Exception {
    source("s.cc", "#include <string>\nstd::string f(std::string a) { return a; }\n");
    check(
        target("x86_64-unknown-linux-gnu", Dialect.RUSTC),
        List.of(
            made("new-sys v1.0.0", "new.o", "g++", "-c", "s.cc", "-o", "new.o"),
            made(
                "old-sys v2.0.0",
                "old.o",
                "g++",
                "-D_GLIBCXX_USE_CXX11_ABI=0",
                "-c",
                "s.cc",
                "-o",
                "old.o")),
        "the ABI of std::string",
        "cxx11: `new.o`, from new-sys v1.0.0",
        "old: `old.o`, from old-sys v2.0.0");
  }

  @Test
  void hard_and_soft_floats_of_arm() throws Exception {
    source("a.c", "float f(float x) { return x + 1; }\n");
    String gcc = "arm-linux-gnueabihf-gcc";
    LinkInput soft =
        made("soft-sys v1.0.0", "soft.o", gcc, "-mfloat-abi=softfp", "-c", "a.c", "-o", "soft.o");
    LinkInput hard = made("hard-sys v1.0.0", "hard.o", gcc, "-c", "a.c", "-o", "hard.o");
    check(
        target("armv7-unknown-linux-gnueabihf", Dialect.RUSTC),
        List.of(hard, soft),
        "`soft.o` does not fit app v0.1.0: how floats are passed: soft against hard",
        "soft-sys v1.0.0");
    // Where the target leaves it open the two are held against each other.
    check(
        target("linux/arm/little", Dialect.MESON),
        List.of(hard, soft),
        "hard: `hard.o`, from hard-sys v1.0.0",
        "soft: `soft.o`, from soft-sys v1.0.0");
  }

  @Test
  void crates_of_two_rustcs() throws Exception {
    Path toolchains = Path.of(String.valueOf(System.getenv("HOME")), ".rustup/toolchains");
    assumeTrue(Files.isDirectory(toolchains), "no toolchains of rustup");
    List<Path> compilers;
    try (var all = Files.list(toolchains)) {
      compilers =
          all.filter(each -> Files.isExecutable(each.resolve("bin/rustc")))
              .map(LinkCheckTest::real)
              .distinct()
              .sorted()
              .toList();
    }
    assumeTrue(compilers.size() > 1, "two toolchains of rustup");
    source("r.rs", "#![crate_type = \"rlib\"]\npub fn f(x: u32) -> u32 { x + 1 }\n");
    String first = compilers.get(0).resolve("bin/rustc").toString();
    String second = compilers.get(1).resolve("bin/rustc").toString();
    LinkInput one = made("one v1.0.0", "libone.rlib", first, "r.rs", "-o", "libone.rlib");
    LinkInput two = made("two v1.0.0", "libtwo.rlib", second, "r.rs", "-o", "libtwo.rlib");
    check(
        target("x86_64-unknown-linux-gnu", Dialect.RUSTC),
        List.of(one, two),
        "two libraries of app v0.1.0 do not go together: the Rust compiler",
        "`libone.rlib`, from one v1.0.0",
        "`libtwo.rlib`, from two v1.0.0",
        "compile both with the same rustc");
    LinkInput again = made("again v1.0.0", "libagain.rlib", first, "r.rs", "-o", "libagain.rlib");
    check(target("x86_64-unknown-linux-gnu", Dialect.RUSTC), List.of(one, again));
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException x) {
      throw new java.io.UncheckedIOException(x);
    }
  }

  @Test
  void a_glibc_newer_than_the_floor() throws Exception {
    source("m.c", "#include <math.h>\ndouble g(double x) { return exp(x); }\n");
    LinkInput library =
        made("m-sys v1.0.0", "libm2.so", "gcc", "-shared", "-fPIC", "m.c", "-o", "libm2.so", "-lm");
    assumeTrue(library.artifact().abi().get(Facet.LIBC_MIN).isPresent(), "another libc");
    check(
        target("x86_64-linux-gnu2.17", Dialect.LLVM),
        List.of(library),
        "the C library's least version: 2.29 is needed, 2.17 is what there is",
        "raise the floor to 2.29");
  }

  @Test
  void an_extension_for_free_threaded_python_beside_one_for_the_lock() throws Exception {
    source("p.c", "int f(void) { return 0; }\n");
    String free = "m.cpython-313t-x86_64-linux-gnu.so";
    String gil = "n.cpython-313-x86_64-linux-gnu.so";
    check(
        target("x86_64-unknown-linux-gnu", Dialect.RUSTC),
        List.of(
            made("m v1.0.0", free, "gcc", "-shared", "-fPIC", "p.c", "-o", free),
            made("n v1.0.0", gil, "gcc", "-shared", "-fPIC", "p.c", "-o", gil)),
        "Python's build with or without the global lock",
        "free-threaded: `" + free + "`, from m v1.0.0",
        "gil: `" + gil + "`, from n v1.0.0");
  }

  @Test
  void an_object_for_a_higher_level_of_arm_or_for_more_extensions_of_riscv() throws Exception {
    source("a.c", "int f(int x) { return x; }\n");
    String arm = "arm-linux-gnueabihf-gcc";
    LinkInput seven =
        made("v7-sys v1.0.0", "v7.o", arm, "-march=armv7-a+fp", "-c", "a.c", "-o", "v7.o");
    Target armhf = target("arm-unknown-linux-gnueabihf", Dialect.RUSTC);
    check(armhf, asked(armhf, "armv6"), seven, "armv7 is needed, armv6 is what there is");
    check(armhf, asked(armhf, "armv8"), seven);
    check(armhf, List.of(seven));
    String riscv = "riscv64-linux-gnu-gcc";
    LinkInput vector =
        made("zbb-sys v1.0.0", "zbb.o", riscv, "-march=rv64gc_zbb", "-c", "a.c", "-o", "zbb.o");
    LinkInput plain =
        made("gc-sys v1.0.0", "gc.o", riscv, "-march=rv64gc", "-c", "a.c", "-o", "gc.o");
    Target rv = target("riscv64gc-unknown-linux-gnu", Dialect.RUSTC);
    check(rv, asked(rv, "rv64gc"), vector, "the processor's level", "zbb-sys v1.0.0");
    check(rv, asked(rv, "rv64gc"), plain);
    check(rv, asked(rv, "rv64gc_zba_zbb1p0"), vector);
    check(rv, asked(rv, "rv64imafdc_zicsr_zifencei"), plain);
    check(rv, asked(rv, "rv64imac"), plain, "the processor's level");
  }

  private static Abi asked(Target target, String level) {
    return Abi.of(target).with(new Abi(java.util.Map.of(Facet.ISA, level)));
  }

  private static void check(Target target, Abi wanted, LinkInput input, String... said) {
    List<Problem> problems = LinkCheck.problems("app v0.1.0", target, wanted, List.of(input));
    String text = problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    if (said.length == 0) {
      assertThat(text).isEmpty();
    } else {
      assertThat(text).contains(said);
    }
  }
}
