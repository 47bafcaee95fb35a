package heddle.platform.binary;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.platform.toolchain.Python;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which Python loads a module, alone or in a wheel. */
final class ExtensionModuleTest {
  @Test
  void an_interpreter_loads_modules_of_its_own_version_and_build_only() throws Exception {
    byte[] module = ArtifactTest.elf(62, 0);
    Abi interpreter = python("3.13", false).abi();
    assertThat(loads(interpreter, "m.cpython-313-x86_64-linux-gnu.so", module)).isEmpty();
    assertThat(loads(interpreter, "m.cpython-313t-x86_64-linux-gnu.so", module))
        .containsExactly(Facet.PYTHON_THREADING);
    assertThat(loads(interpreter, "m.cpython-312-x86_64-linux-gnu.so", module))
        .containsExactly(Facet.PYTHON);
    assertThat(loads(interpreter, "m.abi3.so", module)).isEmpty();
    assertThat(loads(interpreter, "m.abi3t.so", module)).containsExactly(Facet.PYTHON_MIN);
    assertThat(loads(python("3.15", true).abi(), "m.abi3t.so", module)).isEmpty();
    assertThat(loads(python("3.15", true).abi(), "m.abi3.so", module))
        .containsExactly(Facet.PYTHON_THREADING);
  }

  private static List<Facet> loads(Abi interpreter, String name, byte[] module) throws Exception {
    return ArtifactTest.clashes(Artifact.read(name, module), interpreter, true);
  }

  private static Python python(String version, boolean free) {
    Path nowhere = Path.of("/");
    String suffix = ".cpython-" + version.replace(".", "") + "-x86_64-linux-gnu.so";
    return new Python(
        nowhere,
        "CPython",
        version,
        version + ".0",
        free,
        false,
        false,
        "",
        nowhere,
        nowhere,
        suffix,
        "linux-x86_64",
        64,
        "",
        "");
  }

  @Test
  void a_wheel_is_what_its_files_are_and_is_held_against_its_name() throws Exception {
    Artifact wheel = wheel("m-1-cp313-cp313-linux_aarch64.whl");
    assertThat(wheel.kind()).isEqualTo("wheel");
    assertThat(wheel.abi().get(Facet.PYTHON)).contains("CPython 3.13");
    assertThat(wheel.notes())
        .contains(
            "its name promises another platform: linux_aarch64, the processor: x86_64 against"
                + " aarch64");
    assertThat(wheel("m-1-cp313-cp313-linux_x86_64.whl").notes())
        .noneMatch(note -> note.contains("promises"));
  }

  private static Artifact wheel(String name) throws Exception {
    var out = new java.io.ByteArrayOutputStream();
    try (var zip = new java.util.zip.ZipOutputStream(out)) {
      zip.putNextEntry(new java.util.zip.ZipEntry("m/m.cpython-313-x86_64-linux-gnu.so"));
      zip.write(ArtifactTest.elf(62, 0));
    }
    return Artifact.read(name, out.toByteArray());
  }
}
