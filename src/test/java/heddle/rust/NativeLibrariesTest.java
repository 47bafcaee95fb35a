package heddle.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.platform.Dialect;
import heddle.platform.Target;
import heddle.platform.binary.Abi;
import heddle.platform.binary.Artifact;
import heddle.platform.binary.Facet;
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

  private static void check(String name, NativeLibraries.Provided script) throws Exception {
    Target target = Target.parse(name, Dialect.RUSTC);
    NativeLibraries.check(
        "app v0.1.0", target, NativeLibraries.wanted(target, List.of()), List.of(script));
  }

  @Test
  void an_object_among_the_linkers_arguments_is_held_against_the_target_too() {
    var draft = new ScriptOutput.Draft();
    String object = folder.resolve("a.o").toString();
    draft.linkArguments.add(new LinkArgument(LinkArgument.Scope.ALL, "", object));
    var script = new NativeLibraries.Provided("foo-sys v1.0.0", draft.finish());
    assertThatThrownBy(() -> check("aarch64-unknown-linux-gnu", script))
        .isInstanceOf(ProblemException.class)
        .asString()
        .contains("a.o` does not fit app v0.1.0", "foo-sys v1.0.0");
    assertThatCode(() -> check(HOST, script)).doesNotThrowAnyException();
  }

  @Test
  void a_product_that_needs_more_than_its_floor_is_an_error() throws Exception {
    Files.writeString(
        folder.resolve("m.c"), "#include <math.h>\ndouble g(double x) { return exp(x); }\n");
    run("gcc", "-shared", "-fPIC", "m.c", "-o", "libm2.so", "-lm");
    Artifact made = Artifact.read("libm2.so", Files.readAllBytes(folder.resolve("libm2.so")));
    assumeTrue(made.abi().get(Facet.LIBC_MIN).isPresent(), "another libc");
    Target host = Target.parse(HOST, Dialect.RUSTC);
    assertThatThrownBy(() ->
            NativeLibraries.checkProduct("app v0.1.0", host.withLibcMin("2.17"), Abi.NONE, made))
        .isInstanceOf(ProblemException.class)
        .asString()
        .contains("`libm2.so` of app v0.1.0", "2.29 is needed, 2.17 is what there is");
    assertThatCode(() ->
            NativeLibraries.checkProduct("app v0.1.0", host.withLibcMin("2.99"), Abi.NONE, made))
        .doesNotThrowAnyException();
  }

  @Test
  void a_library_may_need_the_level_that_rustc_was_told() throws Exception {
    Target host = Target.parse(HOST, Dialect.RUSTC);
    assertThat(NativeLibraries.wanted(host, List.of()).get(Facet.ISA)).contains("x86-64-v1");
    assertThat(NativeLibraries.wanted(host, List.of("-C", "target-cpu=x86-64-v3")).get(Facet.ISA))
        .contains("x86-64-v3");
    assertThat(NativeLibraries.wanted(host, List.of("-Ctarget-cpu=native")).get(Facet.ISA))
        .isEmpty();
  }

  @Test
  void a_library_of_the_host_is_caught_in_a_build_for_another_machine() {
    for (String library :
        List.of("static=foo", "foo", "static:+whole-archive=foo", "static:+verbatim=libfoo.a")) {
      assertThatThrownBy(() -> check("aarch64-unknown-linux-gnu", script(library)))
          .as(library)
          .isInstanceOf(ProblemException.class)
          .asString()
          .contains(
              "libfoo.a` does not fit app v0.1.0", "x86_64 against aarch64", "foo-sys v1.0.0");
    }
  }

  @Test
  void what_fits_or_is_not_there_or_is_no_binary_is_left_to_the_linker() {
    assertThatCode(() -> check(HOST, script("static=foo", "z", "script")))
        .doesNotThrowAnyException();
    assertThatCode(() -> check("aarch64-unknown-linux-gnu", script("z", "script")))
        .doesNotThrowAnyException();
  }

  @Test
  void libraries_of_the_users_flags_are_held_against_the_target_too() throws Exception {
    List<NativeLibraries.Provided> flags =
        NativeLibraries.ofFlags(List.of("-L", "native=" + folder, "-lstatic=foo", "-Copt-level=1"));
    assertThat(flags).hasSize(1);
    assertThatThrownBy(() -> check("aarch64-unknown-linux-gnu", flags.getFirst()))
        .isInstanceOf(ProblemException.class)
        .asString()
        .contains("libfoo.a` does not fit app v0.1.0", "the user's flags for rustc (RUSTFLAGS)");
    assertThat(NativeLibraries.ofFlags(List.of("-Ctarget-cpu=native", "--cfg", "lib"))).isEmpty();
  }

  @Test
  void the_members_of_a_thin_archive_are_held_against_the_target() throws Exception {
    Files.createDirectory(folder.resolve("objects"));
    Files.copy(folder.resolve("a.o"), folder.resolve("objects/a-name-that-is-long.o"));
    run("ar", "rcT", "libthin.a", "objects/a-name-that-is-long.o", "a.o");
    assertThatThrownBy(() -> check("aarch64-unknown-linux-gnu", script("static=thin")))
        .isInstanceOf(ProblemException.class)
        .asString()
        .contains("libthin.a` does not fit app v0.1.0: the processor: x86_64 against aarch64");
    assertThatCode(() -> check(HOST, script("static=thin"))).doesNotThrowAnyException();
    Files.delete(folder.resolve("objects/a-name-that-is-long.o"));
    assertThatCode(() -> check(HOST, script("static=thin"))).doesNotThrowAnyException();
  }

  @Test
  void a_product_is_held_against_the_least_version_of_libstdcxx() throws Exception {
    Files.writeString(
        folder.resolve("s.cc"), "#include <string>\nstd::string f() { return \"x\"; }\n");
    run("g++", "-shared", "-fPIC", "s.cc", "-o", "libs.so");
    Artifact made = Artifact.read("libs.so", Files.readAllBytes(folder.resolve("libs.so")));
    assumeTrue(made.abi().get(Facet.CXX_MIN).isPresent(), "another C++ library");
    Target host = Target.parse(HOST, Dialect.RUSTC);
    assertThatThrownBy(() -> NativeLibraries.checkProduct("app v0.1.0", host, asked("3.4.1"), made))
        .isInstanceOf(ProblemException.class)
        .asString()
        .contains("libstdc++'s least version (GLIBCXX)", "3.4.1 is what there is");
    assertThatCode(() -> NativeLibraries.checkProduct("app v0.1.0", host, asked("3.4.99"), made))
        .doesNotThrowAnyException();
  }

  private static Abi asked(String libstdcxx) {
    return new Abi(java.util.Map.of(Facet.CXX_MIN, libstdcxx));
  }
}
