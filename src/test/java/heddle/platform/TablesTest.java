package heddle.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.text.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Readings against tables that the tools themselves printed: LLVM 22.1.8, dpkg 1.21.22, Go 1.26,
 * zig 0.17, Meson 1.12 and CPythons on many systems. {@code -Dheddle.tables=DIRECTORY} names a
 * folder with more of them; GNU's aliases lie only there, as they are not free to be copied here.
 */
class TablesTest {
  private static List<Map<String, String>> outside(String name) throws Exception {
    String folder = System.getProperty("heddle.tables", "");
    assumeTrue(!folder.isEmpty() && Files.exists(Path.of(folder, name)), "no tables");
    return Fixture.rows(Files.readString(Path.of(folder, name)));
  }

  private static String cell(Map<String, String> row, String column) {
    return Fixture.cell(row, column);
  }

  @Test
  void llvm_reads_every_text_as_llvm_does() throws Exception {
    assertThat(refusedOf(Fixture.table("llvm-triples.tsv"))).isEqualTo(507);
  }

  @Test
  void llvm_reads_the_texts_of_other_tables_as_llvm_does() throws Exception {
    int refused = refusedOf(outside("llvm22-oracle.tsv"));
    System.out.println("LLVM itself knows not every component of " + refused + " rows");
  }

  /** How many rows are errors, each with a component that LLVM says it does not know. */
  private static int refusedOf(List<Map<String, String>> table) {
    var names = new LinkedHashMap<String, String>();
    names.put("normalized", "normalized");
    names.put("canonical4", "canonical4");
    for (String field : List.of("arch", "vendor", "os", "env", "objfmt", "subarch")) {
      names.put("norm." + field, field);
    }
    names.put("norm.os_version", "os_version");
    names.put("norm.env_version", "env_version");
    names.put("norm.ptr_bits", "ptr_bits");
    int refused = 0;
    for (var row : table) {
      Reading reading;
      try {
        reading = Reading.of(cell(row, "input"), Dialect.LLVM);
      } catch (ProblemException _) {
        assertThat(List.of(cell(row, "norm.arch"), cell(row, "norm.os"), cell(row, "norm.env")))
            .as(cell(row, "input"))
            .contains("unknown");
        refused++;
        continue;
      }
      names.forEach((column, field) ->
          assertThat(reading.fields().get(field))
              .as(cell(row, "input") + " " + column)
              .isEqualTo(cell(row, column)));
    }
    return refused;
  }

  @Test
  void gnu_aliases_are_canonicalised_as_config_sub_does() throws Exception {
    for (var row : outside("config-sub-testsuite.tsv")) {
      Reading reading = Reading.of(cell(row, "alias"), Dialect.GNU);
      assertThat(reading.canonical()).as(cell(row, "alias")).isEqualTo(cell(row, "canonical"));
      assertThat(Reading.of(reading.canonical(), Dialect.GNU).canonical())
          .isEqualTo(reading.canonical());
    }
  }

  @Test
  void debian_architectures_are_those_of_dpkg() throws Exception {
    var names = new ArrayList<String>();
    for (var row : Fixture.table("debian-architectures.tsv")) {
      Reading reading = Reading.of(cell(row, "debian_arch"), Dialect.DEBIAN);
      assertThat(reading.fields()).isEqualTo(row);
      assertThat(reading.target().spell(Dialect.DEBIAN)).contains(cell(row, "debian_arch"));
      names.add(cell(row, "debian_arch"));
    }
    assertThat(DebianArch.names()).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void go_ports_are_those_of_go() throws Exception {
    var ports = new ArrayList<String>();
    for (var row : Fixture.table("go-ports.tsv")) {
      String port = cell(row, "GOOS") + "/" + cell(row, "GOARCH");
      Target target = Target.parse(port, Dialect.GO);
      assertThat(target.spell(Dialect.GO)).contains(port);
      String triple = cell(row, "approx_triple").replace("armv7/armv6(GOARM)", "armv7");
      Dialect dialect =
          RustcTargets.find(triple).isPresent()
              ? Dialect.RUSTC
              : triple.endsWith("plan9") ? Dialect.GNU : Dialect.LLVM;
      Target near = Target.parse(triple, dialect);
      assertThat(target.arch()).as(port).isEqualTo(near.arch());
      assertThat(target.endian()).as(port).isEqualTo(near.endian());
      assertThat(target.pointerBits()).as(port).isEqualTo(near.pointerBits());
      ports.add(port);
    }
    assertThat(GoReading.ports()).containsExactlyInAnyOrderElementsOf(ports);
  }

  @Test
  void zig_knows_its_own_names_and_the_libraries_that_it_ships() throws Exception {
    for (var row : Fixture.table("zig-names.tsv")) {
      String name = cell(row, "value");
      String text =
          switch (cell(row, "kind")) {
            case "arch" -> name + "-freestanding-none";
            case "os" -> "x86_64-" + name + "-none";
            case "abi" -> "aarch64-linux-" + name;
            default -> name;
          };
      assertThat(Reading.of(text, Dialect.ZIG).meaning()).as(text).isPresent();
    }
  }

  @Test
  void meson_knows_each_of_its_families_in_at_least_one_byte_order() throws Exception {
    for (var row : Fixture.table("meson-cpu-families.tsv")) {
      String family = cell(row, "cpu_family");
      int orders = 0;
      for (String order : List.of("little", "big")) {
        try {
          String text = "linux/" + family + "/" + order;
          assertThat(Target.parse(text, Dialect.MESON).spell(Dialect.MESON)).contains(text);
          orders++;
        } catch (ProblemException _) {
          // The other order has it.
        }
      }
      assertThat(orders).as(family).isPositive();
    }
  }

  @Test
  void platforms_of_real_pythons_mean_the_machine_that_they_were_built_for() throws Exception {
    int several = 0;
    for (var row : Fixture.table("python-platforms.tsv")) {
      String platform = cell(row, "platform");
      Target target;
      try {
        target = Target.parse(platform, Dialect.PYTHON);
      } catch (ProblemException e) {
        assertThat(e).hasMessageContaining("several machines");
        several++;
        continue;
      }
      // A PyPy of 2021 called its 64-bit s390x so, and two Pythons of Macs and Android misname
      // their own host.
      if (!cell(row, "pointer_bits").isEmpty() && !platform.equals("linux-s390")) {
        assertThat(target.pointerBits())
            .as(platform)
            .isEqualTo(Integer.parseInt(cell(row, "pointer_bits")));
      }
      String host = cell(row, "host_gnu_type").replace("--", "-unknown-");
      if (!host.isEmpty() && !host.startsWith("arm-apple") && !platform.startsWith("aix")) {
        Target built = Target.parse(host, Dialect.GNU);
        assertThat(target.arch()).as(platform).isEqualTo(built.arch());
        if (!built.os().equals("android")) {
          assertThat(target.os()).as(platform).isEqualTo(built.os());
        }
      }
    }
    assertThat(several).isEqualTo(4);
  }
}
