package heddle.platform.toolchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InterpretersTest {
  @Test
  void a_python_that_cannot_run_tells_by_its_build_details() throws Exception {
    var machine =
        new MadeUpMachine()
            .program("/py/bin/python3", "foreign")
            .file(
                "/py/lib/python3.14/build-details.json",
                """
                {"schema_version": "1.0", "base_prefix": "/py", "platform": "linux-aarch64",
                 "language": {"version": "3.14"},
                 "implementation": {"name": "cpython", "version": {"major": 3, "minor": 14, "micro": 2}},
                 "abi": {"flags": ["t"], "extension_suffix": ".cpython-314t-aarch64-linux-gnu.so"},
                 "libpython": {"dynamic": "../libpython3.14t.so.1.0"},
                 "c_api": {"headers": "../../include/python3.14t"}}
                """);
    Python python =
        new PythonFinder(machine).describe(Path.of("/py/bin/python3"), "test").orElseThrow();
    assertThat(python.release()).isEqualTo("3.14.2");
    assertThat(python.freeThreaded()).isTrue();
    assertThat(python.library()).isEqualTo("python3.14t");
    assertThat(python.libraryDirectory()).isEqualTo(Path.of("/py/lib"));
    assertThat(python.includeDirectory()).isEqualTo(Path.of("/py/include/python3.14t"));
    assertThat(python.pyo3Config())
        .contains("target_abi=CPython-free_threaded-3.14\n", "build_flags=Py_GIL_DISABLED\n");
  }

  @Test
  void real_pythons_tell_their_abi() throws Exception {
    List<Python> all = new PythonFinder(new RealMachine(Map.of())).all();
    assumeTrue(!all.isEmpty(), "no Python");
    assertThat(all).allSatisfy(p -> assertThat(p.extensionSuffix()).endsWith(".so"));
    assertThat(all).extracting(Python::executable).doesNotHaveDuplicates();
  }

  @Test
  void a_jdk_is_known_by_its_release_file() throws Exception {
    var machine =
        new MadeUpMachine()
            .variable("JAVA_HOME", "/jdk")
            .program("/jdk/bin/javac", "x")
            .file("/jdk/release", "IMPLEMENTOR=\"Someone\"\nJAVA_VERSION=\"25.0.3\"\n");
    assertThat(new JdkFinder(machine).all())
        .containsExactly(new Jdk(Path.of("/jdk"), "25.0.3", "Someone", "JAVA_HOME"));
  }
}
