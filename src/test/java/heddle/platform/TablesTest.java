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
 * Readings against tables that the tools themselves printed. The tables lie outside the project
 * (some are not free to be copied into it): {@code -Dheddle.tables=DIRECTORY} names them.
 */
class TablesTest {
  private static List<Map<String, String>> table(String name) throws Exception {
    String folder = System.getProperty("heddle.tables", "");
    assumeTrue(!folder.isEmpty() && Files.exists(Path.of(folder, name)), "no tables");
    return Fixture.rows(Files.readString(Path.of(folder, name)));
  }

  private static String cell(Map<String, String> row, String column) {
    return Fixture.cell(row, column);
  }

  @Test
  void llvm_reads_every_text_as_llvm_does() throws Exception {
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
    for (var row : table("llvm22-oracle.tsv")) {
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
    System.out.println("LLVM itself knows not every component of " + refused + " rows");
  }

  @Test
  void gnu_aliases_are_canonicalised_as_config_sub_does() throws Exception {
    for (var row : table("config-sub-testsuite.tsv")) {
      Reading reading = Reading.of(cell(row, "alias"), Dialect.GNU);
      assertThat(reading.canonical()).as(cell(row, "alias")).isEqualTo(cell(row, "canonical"));
      assertThat(Reading.of(reading.canonical(), Dialect.GNU).canonical())
          .isEqualTo(reading.canonical());
    }
  }

  @Test
  void debian_architectures_are_those_of_dpkg() throws Exception {
    var names = new ArrayList<String>();
    for (var row : table("debian.tsv")) {
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
    for (var row : table("go.tsv")) {
      String port = cell(row, "GOOS") + "/" + cell(row, "GOARCH");
      assertThat(Target.parse(port, Dialect.GO).spell(Dialect.GO)).contains(port);
      ports.add(port);
    }
    assertThat(GoReading.ports()).containsExactlyInAnyOrderElementsOf(ports);
  }

  @Test
  void zig_knows_the_libraries_that_it_ships() throws Exception {
    for (var row : table("zig.tsv")) {
      if (cell(row, "kind").equals("libc")) {
        String text = cell(row, "value");
        assertThat(Reading.of(text, Dialect.ZIG).meaning()).as(text).isPresent();
      }
    }
  }
}
