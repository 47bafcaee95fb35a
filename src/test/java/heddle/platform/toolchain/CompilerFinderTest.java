package heddle.platform.toolchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.platform.Dialect;
import heddle.platform.RustcTarget;
import heddle.platform.RustcTargets;
import heddle.platform.Target;
import heddle.platform.binary.Abi;
import heddle.platform.binary.Facet;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompilerFinderTest {
  private static final String ARM64 = "aarch64-unknown-linux-gnu";

  private final MadeUpMachine machine =
      new MadeUpMachine().variable("PATH", "/usr/bin").program("/usr/bin/qemu-aarch64", "qemu");

  CompilerFinderTest() {
    compiler("gcc", "x86_64-linux-gnu", "12.2.0");
    compiler("aarch64-linux-gnu-gcc", "aarch64-linux-gnu", "12.2.0");
    machine
        .link("/usr/bin/cc", "/usr/bin/gcc")
        .answer("/usr/bin/cc -dumpmachine", "x86_64-linux-gnu\n");
    machine.answer("/usr/bin/cc --version", "cc (Debian) 12.2.0\n");
    machine.answer("/usr/bin/cc -dumpfullversion -dumpversion", "12.2.0\n");
    machine
        .program("/usr/bin/aarch64-linux-gnu-g++", "x")
        .program("/usr/bin/aarch64-linux-gnu-ar", "x");
    machine.program("/usr/bin/ar", "x").program("/usr/bin/g++", "x");
    machine.link("/usr/bin/c++", "/usr/bin/g++");
    machine.file("/usr/aarch64-linux-gnu/lib/libc.so.6", "x");
  }

  private void compiler(String name, String triple, String version) {
    String file = "/usr/bin/" + name;
    machine.program(file, name);
    machine.answer(file + " -dumpmachine", triple + "\n");
    machine.answer(file + " --version", name + " (Debian) " + version + "\n");
    machine.answer(file + " -dumpfullversion -dumpversion", version + "\n");
    machine.answer(file + " -print-sysroot", "/\n");
  }

  private static Target target(String name) throws ProblemException {
    return Target.parse(name, Dialect.RUSTC);
  }

  private CompilerFinder finder() throws ProblemException {
    return new CompilerFinder(machine, target("x86_64-unknown-linux-gnu"));
  }

  private static Path path(Toolchain toolchain, String role) {
    return toolchain.tool(role).orElseThrow().path();
  }

  @Test
  void a_cross_compiler_is_found_by_its_prefix_with_its_tools_and_runner() throws Exception {
    Toolchain found = finder().of(row(ARM64)).orElseThrow();
    assertThat(path(found, "cc")).isEqualTo(Path.of("/usr/bin/aarch64-linux-gnu-gcc"));
    assertThat(path(found, "cxx")).isEqualTo(Path.of("/usr/bin/aarch64-linux-gnu-g++"));
    assertThat(path(found, "ar")).isEqualTo(Path.of("/usr/bin/aarch64-linux-gnu-ar"));
    assertThat(found.runner())
        .containsExactly("/usr/bin/qemu-aarch64", "-L", "/usr/aarch64-linux-gnu");
    assertThat(found.isCross()).isTrue();
    assertThat(finder().of(row("riscv64gc-unknown-linux-gnu"))).isEmpty();
    assertThat(DebianPackages.compiler(target("riscv64gc-unknown-linux-gnu")))
        .contains("gcc-riscv64-linux-gnu");
    for (String none :
        List.of("aarch64-apple-darwin", "x86_64-unknown-linux-musl", "x86_64-unknown-freebsd"))
      assertThat(DebianPackages.compiler(target(none))).as(none).isEmpty();
  }

  @Test
  void the_host_has_its_own_compiler() throws Exception {
    Toolchain found = finder().of(row("x86_64-unknown-linux-gnu")).orElseThrow();
    assertThat(path(found, "cc")).isEqualTo(Path.of("/usr/bin/cc"));
    assertThat(found.isCross()).isFalse();
  }

  @Test
  void every_program_is_listed_once() throws Exception {
    assertThat(finder().all())
        .extracting(Toolchain::name)
        .containsExactly("aarch64-linux-gnu-gcc", "gcc");
  }

  @Test
  void the_same_program_under_another_name_has_the_same_digest() throws Exception {
    Toolchain cc = finder().describe(Path.of("/usr/bin/cc")).orElseThrow();
    Toolchain gcc = finder().describe(Path.of("/usr/bin/gcc")).orElseThrow();
    Toolchain cross = finder().describe(Path.of("/usr/bin/aarch64-linux-gnu-gcc")).orElseThrow();
    assertThat(cc.producer()).isEqualTo(gcc.producer()).isNotEqualTo(cross.producer());
  }

  private Toolchain declared(String text) throws Exception {
    Toml.Table policy = Toml.parse(new Source("heddle.toml", text));
    return DeclaredToolchain.of(policy)
        .getFirst()
        .resolve(machine, Path.of("/work"), target("x86_64-unknown-linux-gnu"));
  }

  private void refused(String text, String message) {
    assertThatThrownBy(() -> declared(text))
        .isInstanceOf(ProblemException.class)
        .asString()
        .contains(message);
  }

  @Test
  void a_declared_toolchain_is_held_against_what_its_tools_say() throws Exception {
    String head = "[toolchain.arm]\ntarget = \"" + ARM64 + "\"\n";
    String tools = "[toolchain.arm.tools]\ncc = \"aarch64-linux-gnu-gcc\"\n";
    Toolchain found =
        declared(
            head
                + "version = \"12.2.0\"\nsysroot = \"root\"\n"
                + tools
                + "[toolchain.arm.run]\nwrapper = [\"qemu\", \"-L\", \"{sysroot}\"]\n");
    assertThat(found.sysroot()).contains(Path.of("/work/root"));
    assertThat(found.runner()).containsExactly("qemu", "-L", "/work/root");
    refused(head + "version = \"13.0.0\"\n" + tools, "is version 12.2.0");
    refused(head + "[toolchain.arm.tools]\ncc = \"gcc\"\n", "does not build for " + ARM64);
    refused(head + "[toolchain.arm.tools]\ncc = \"nothing-gcc\"\n", "no program `nothing-gcc`");
    refused(head + "colour = 1\n", "heddle.toml:3:1");
    refused(head + "version = \"12.2.0\"\n", "is that of the compiler which its `tools` name");
  }

  @Test
  void zig_stands_in_where_no_cross_compiler_is() throws Exception {
    String[] zig = {"riscv64-linux-gnu", "riscv64-linux-musl"};
    machine.program("/usr/bin/zig", "zig").answer("/usr/bin/zig version", "0.17.1\n");
    for (String name : zig) {
      String command = "/usr/bin/zig cc -target " + name;
      machine.answer(command + " --version", "clang version 22.1.8\n");
      machine.answer(command + " -dumpmachine", name.replace("-linux", "-unknown-linux") + "\n");
    }
    Toolchain gnu = finder().of(row("riscv64gc-unknown-linux-gnu")).orElseThrow();
    assertThat(gnu.family()).isEqualTo("zig");
    assertThat(gnu.tool("cc").orElseThrow().version()).isEqualTo("0.17.1");
    assertThat(gnu.tool("cxx").orElseThrow().command())
        .containsExactly("/usr/bin/zig", "c++", "-target", "riscv64-linux-gnu");
    assertThat(gnu.tool("ar").orElseThrow().command()).containsExactly("/usr/bin/zig", "ar");
    // rustc brings the start files of musl itself, so zig only compiles for it.
    Toolchain musl = finder().of(row("riscv64gc-unknown-linux-musl")).orElseThrow();
    assertThat(musl.tool("link")).isEmpty();
    assertThat(musl.producer()).isNotEqualTo(gnu.producer());
    assertThat(finder().of(row("x86_64-apple-darwin"))).isEmpty();

    var texts = new ArrayList<String>();
    Toolchain launched =
        gnu.launched((name, text) -> {
          texts.add(text);
          return Path.of("/kept", name);
        });
    assertThat(launched.tool("link").orElseThrow().command()).containsExactly("/kept/zig-cc");
    assertThat(texts)
        .anyMatch(
            t -> t.endsWith("exec '/usr/bin/zig' 'cc' '-target' 'riscv64-linux-gnu' \"$@\"\n"));
  }

  @Test
  void zig_with_a_version_of_glibc_is_asked_nothing_that_its_clang_refuses() throws Exception {
    machine.program("/usr/bin/zig", "zig").answer("/usr/bin/zig version", "0.17.1\n");
    Toolchain found =
        declared(
            "[toolchain.arm]\ntarget = \""
                + ARM64
                + "\"\n[toolchain.arm.tools]\ncc = \"zig cc -target aarch64-linux-gnu.2.28\"\n");
    assertThat(found.family()).isEqualTo("zig");
    assertThat(found.tool("cc").orElseThrow().version()).isEqualTo("0.17.1");
    refused(
        "[toolchain.arm]\ntarget = \""
            + ARM64
            + "\"\n[toolchain.arm.tools]\ncc = \"zig cc -target riscv64-linux-gnu.2.28\"\n",
        "does not build for " + ARM64);
  }

  @Test
  void a_target_of_a_specification_has_tools_as_any_other() throws Exception {
    machine.file(
        "/work/mine.json",
        """
        {"llvm-target": "aarch64-unknown-linux-gnu", "arch": "aarch64", "os": "linux",
         "env": "gnu", "target-pointer-width": 64, "data-layout": "e-m:e", "target-family": "unix"}
        """);
    RustcTarget mine = NamedTarget.find(machine, Path.of("/work"), "mine.json").orElseThrow();
    Toolchain tools = finder().of(mine).orElseThrow();
    assertThat(new Export(mine, tools, tools).variables(Optional.empty()))
        .containsEntry("CC_mine", "/usr/bin/aarch64-linux-gnu-gcc")
        .containsEntry("CARGO_TARGET_MINE_LINKER", "/usr/bin/aarch64-linux-gnu-gcc");
    Toolchain declared =
        declared(
            "[toolchain.arm]\ntarget = \"mine.json\"\n"
                + "[toolchain.arm.tools]\ncc = \"aarch64-linux-gnu-gcc\"\n");
    assertThat(declared.target()).isEqualTo(mine.target());
    refused("[toolchain.arm]\ntarget = \"other.json\"\n", "heddle.toml:2:10");
  }

  private static final String SYSCONFIG =
      """
      # system configuration generated and used by the sysconfig module
      build_time_vars = {'ABIFLAGS': '',
       'CFLAGS': '-Wsign-compare -g '
                 "-O2",
       'EXT_SUFFIX': '.cpython-311-aarch64-linux-gnu.so',
       'INCLUDEPY': '/usr/include/python3.11',
       'LDVERSION': '3.11',
       'LIBDIR': '/usr/lib/aarch64-linux-gnu',
       'Py_DEBUG': 0,
       'Py_ENABLE_SHARED': 1,
       'SIZEOF_VOID_P': 8,
       'VERSION': '3.11'}
      """;

  private Map<String, String> pyo3() throws Exception {
    var known = CrossPython.find(machine, export());
    return known.isEmpty()
        ? Map.of()
        : CrossPython.variables(known.get(), (name, text) -> Path.of("/k/" + text.hashCode()));
  }

  @Test
  void pyo3_is_told_of_the_one_python_of_the_target() throws Exception {
    assertThat(pyo3()).isEmpty();
    machine.file("/usr/lib/python3.11/_sysconfigdata__x86_64-linux-gnu.py", SYSCONFIG);
    assertThat(pyo3()).isEmpty();
    machine.file("/usr/lib/python3.11/_sysconfigdata__aarch64-linux-gnu.py", SYSCONFIG);
    assertThat(pyo3())
        .containsEntry("PYO3_CROSS_LIB_DIR", "/usr/lib/python3.11")
        .containsEntry("PYO3_CROSS_PYTHON_VERSION", "3.11")
        .containsEntry("PYO3_CROSS_PYTHON_IMPLEMENTATION", "CPython")
        .containsKey("PYO3_CONFIG_FILE");
    Python python = CrossPython.find(machine, export()).orElseThrow().python();
    assertThat(python.pyo3ConfigOfOther())
        .isEqualTo(
            """
            implementation=CPython
            version=3.11
            shared=true
            target_abi=CPython-gil_enabled-3.11
            lib_name=python3.11
            lib_dir=/usr/lib/aarch64-linux-gnu
            pointer_width=64
            build_flags=
            suppress_build_script_link_lines=false
            """);
    machine.file("/usr/lib/python3.13/_sysconfigdata__aarch64-linux-gnu.py", SYSCONFIG);
    assertThat(pyo3()).isEmpty();
  }

  @Test
  void a_file_of_sysconfig_that_is_cut_or_no_dictionary_tells_nothing() {
    assertThat(SysconfigData.parse(SYSCONFIG).orElseThrow())
        .containsEntry("CFLAGS", "-Wsign-compare -g -O2");
    for (int end = 0; end < SYSCONFIG.length() - 2; end++) {
      assertThat(SysconfigData.parse(SYSCONFIG.substring(0, end))).isEmpty();
    }
    assertThat(SysconfigData.parse("build_time_vars = {**other}")).isEmpty();
    assertThat(SysconfigData.parse("build_time_vars = {'A': f()}")).isEmpty();
  }

  @Test
  void a_declared_tool_may_have_words_of_its_own() throws Exception {
    machine
        .program("/usr/bin/clang", "clang")
        .answer("/usr/bin/clang --target=aarch64-linux-gnu --version", "clang version 16.0.1\n")
        .answer(
            "/usr/bin/clang --target=aarch64-linux-gnu -dumpmachine",
            "aarch64-unknown-linux-gnu\n");
    String head = "[toolchain.arm]\ntarget = \"" + ARM64 + "\"\n[toolchain.arm.tools]\ncc = ";
    Toolchain found = declared(head + "\"clang --target=aarch64-linux-gnu\"\n");
    assertThat(found.family()).isEqualTo("clang");
    assertThat(found.tool("link").orElseThrow().words())
        .containsExactly("--target=aarch64-linux-gnu");
    refused(head + "\"clong --target=aarch64-linux-gnu\"\n", "no program `clong --target");
  }

  @Test
  void flags_that_change_the_machine_are_refused_where_they_stand() {
    for (String flag :
        List.of("-m32", "-march=armv8-a", "--target=x", "-mfloat-abi=soft", "-mabi=ilp32")) {
      refused(
          "[toolchain.arm]\ntarget = \""
              + ARM64
              + "\"\n[toolchain.arm.flags]\nc = [\"-O2\", \""
              + flag
              + "\"]\n",
          "heddle.toml:4:13");
    }
    assertThat(MachineFlags.changesMachine("-O2")).isFalse();
  }

  @Test
  void a_declared_toolchain_has_floors() throws Exception {
    String head = "[toolchain.x]\ntarget = \"x86_64-unknown-linux-gnu\"\n";
    String tools = "[toolchain.x.tools]\ncc = \"gcc\"\n[toolchain.x.flags]\nc = [\"-O2\"]\n";
    Toolchain found =
        declared(head + tools + "[toolchain.x.abi]\nlibc = \"glibc>=2.28\"\nisa = \"x86-64-v3\"\n");
    assertThat(found.target().libcMin()).isEqualTo("2.28");
    assertThat(found.flags("c")).containsExactly("-march=x86-64-v3", "-O2");
    assertThat(found.flags("cxx")).containsExactly("-march=x86-64-v3");
    assertThat(Abi.of(found.target()).get(Facet.ISA)).contains("x86-64-v3");
    assertThat(found.producer()).isNotEqualTo(declared(head + tools).producer());
    // A floor is held against what comes out, so it makes nothing anew.
    assertThat(declared(head + tools + "[toolchain.x.abi]\nlibc = \"glibc>=2.28\"\n").producer())
        .isEqualTo(declared(head + tools).producer());
    String abi = "[toolchain.x.abi]\n";
    refused(head + tools + abi + "libc = \"musl>=1.2\"\n", "heddle.toml:8:8");
    refused(head + tools + abi + "libc = \"glibc>=x\"\n", "no version of glibc");
    refused(head + tools + abi + "isa = \"haswell\"\n", "no level of x86_64");
    refused(head + tools + abi + "cpu = \"haswell\"\n", "has no key `cpu`");
    Toolchain cxx =
        declared(
            head
                + tools
                + abi
                + "libstdcxx = \">=3.4.25\"\ncxx_string = \"old\"\nos = \"linux>=4.4\"");
    assertThat(cxx.asked().get(Facet.CXX_MIN)).contains("3.4.25");
    assertThat(cxx.asked().get(Facet.CXX_STRING)).contains("old");
    assertThat(cxx.flags("cxx")).containsExactly("-D_GLIBCXX_USE_CXX11_ABI=0");
    assertThat(cxx.flags("c")).containsExactly("-O2");
    assertThat(cxx.target().osMin()).isEqualTo("4.4");
    refused(head + tools + abi + "cxx_string = \"new\"\n", "heddle.toml:8:14");
    refused(head + tools + abi + "libstdcxx = \"libc++>=1\"\n", "write \">=VERSION\"");
    refused(head + tools + abi + "os = \"macos>=11.0\"\n", "the system of this target is linux");
  }

  @Test
  void flags_of_the_environment_may_not_change_the_machine() throws Exception {
    MachineFlags.refuse("CFLAGS", "-O2 -march=native", ARM64, false, "x");
    assertThatThrownBy(() -> MachineFlags.refuse("CFLAGS", "-O2 -m32", ARM64, false, "x"))
        .hasMessageContaining("the flag `-m32` of the variable `CFLAGS`");
    assertThatThrownBy(() -> MachineFlags.refuse("CFLAGS", "-march=native", ARM64, true, "x"))
        .hasMessageContaining("-march=native");
    assertThat(MachineFlags.areFlags("CXXFLAGS_x86_64_unknown_linux_gnu")).isTrue();
    assertThat(MachineFlags.areFlags("TARGET_CFLAGS")).isTrue();
    assertThat(MachineFlags.areFlags("RUSTFLAGS")).isFalse();
  }

  @Test
  void variables_for_build_scripts_name_the_target_as_rustc_does() throws Exception {
    Export export = export();
    var variables = export.variables(Optional.of(Path.of("/out/arm64.cmake")));
    assertThat(variables)
        .containsEntry("CC_aarch64_unknown_linux_gnu", "/usr/bin/aarch64-linux-gnu-gcc")
        .containsEntry("AR_aarch64_unknown_linux_gnu", "/usr/bin/aarch64-linux-gnu-ar")
        .containsEntry("HOST_CC", "/usr/bin/cc")
        .containsEntry(
            "CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER", "/usr/bin/aarch64-linux-gnu-gcc")
        .containsEntry(
            "PKG_CONFIG_LIBDIR_aarch64_unknown_linux_gnu",
            "/usr/lib/aarch64-linux-gnu/pkgconfig:/usr/share/pkgconfig")
        .containsEntry("CMAKE_TOOLCHAIN_FILE_aarch64_unknown_linux_gnu", "/out/arm64.cmake");
    assertThat(export.autoconf()).contains("--build=x86_64-linux-gnu", "--host=aarch64-linux-gnu");
    assertThat(export.cmake()).contains("set(CMAKE_SYSTEM_PROCESSOR aarch64)");
    assertThat(export.meson()).contains("cpu_family = 'aarch64'", "endian = 'little'");
    assertThat(export.cargo()).contains("linker = \"/usr/bin/aarch64-linux-gnu-gcc\"");
  }

  private static RustcTarget row(String name) {
    return RustcTargets.find(name).orElseThrow();
  }

  private Export export() throws Exception {
    return new Export(
        RustcTargets.find(ARM64).orElseThrow(),
        finder().of(row(ARM64)).orElseThrow(),
        finder().of(row("x86_64-unknown-linux-gnu")).orElseThrow());
  }

  @Test
  void a_real_gcc_says_what_it_makes() throws Exception {
    var real = new RealMachine(java.util.Map.of());
    Optional<Toolchain> found =
        new CompilerFinder(real, target("x86_64-unknown-linux-gnu"))
            .of(row("x86_64-unknown-linux-gnu"));
    assumeTrue(found.isPresent(), "no C compiler");
    assertThat(found.get().tool("cc").orElseThrow().version()).matches("\\d+\\.\\d+.*");
    assertThat(found.get().producer().digest()).hasSize(64);
  }
}
