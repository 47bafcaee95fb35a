package heddle.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.text.ProblemException;
import heddle.text.Source;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IndexTest {
  private static final String ENTRY =
      "{\"name\":\"foo\",\"vers\":\"1.0.0\",\"deps\":[{\"name\":\"b\",\"req\":\"^1\",\"features\":[\"x\"],"
          + "\"optional\":true,\"default_features\":false,\"target\":\"cfg(unix)\",\"kind\":\"build\","
          + "\"registry\":null,\"package\":\"bar\"}],\"cksum\":\"00\",\"features\":{\"a\":[\"b\"]},"
          + "\"features2\":{\"c\":[\"dep:b\"]},\"yanked\":true,\"links\":\"z\",\"v\":2,"
          + "\"rust_version\":\"1.60\"}";

  @Test
  void an_entry_is_read_with_its_defaults() throws ProblemException {
    var entry = IndexEntry.parse(new Source("index", ENTRY));
    assertThat(entry.features()).hasToString("{a=[b], c=[dep:b]}");
    assertThat(entry.yanked()).isTrue();
    assertThat(entry.links()).contains("z");
    assertThat(entry.rustVersion()).contains("1.60");
    var dependency = entry.dependencies().getFirst();
    assertThat(dependency.crate()).isEqualTo("bar");
    assertThat(dependency.name()).isEqualTo("b");
    assertThat(dependency.kind()).isEqualTo("build");
    assertThat(dependency.defaultFeatures()).isFalse();
    var plain =
        IndexEntry.parse(
            new Source(
                "index",
                "{\"name\":\"foo\",\"vers\":\"1.0.0\",\"deps\":[{\"name\":\"b\",\"req\":\"*\"}],\"cksum\":\"\"}"));
    assertThat(plain.dependencies().getFirst().defaultFeatures()).isTrue();
    assertThat(plain.dependencies().getFirst().kind()).isEqualTo("normal");
    assertThat(plain.v()).isEqualTo(1);
  }

  @Test
  void versions_are_found_wherever_they_stand_in_the_line() throws ProblemException {
    var file =
        IndexFile.parse(
            "foo",
            ENTRY
                + "\n\n{\"deps\":[{\"vers\":\"9.9.9\"}], \"vers\" : \"1.0.1\"}\r\nnot json\n"
                + "{\"name\":\"foo\",\"x\":{\"vers\":\"8\"},\"vers\":\"1.0.2\"}\n");
    assertThat(file.lines())
        .extracting(IndexFile.Line::version)
        .containsExactly("1.0.0", "1.0.1", "1.0.2");
  }

  @Test
  void a_bad_entry_is_a_problem_with_a_place() {
    assertThatThrownBy(() -> IndexEntry.parse(new Source("foo", "{\"name\":1}")))
        .hasMessageContaining("`name` of an index entry is of the wrong type");
    assertThatThrownBy(() -> IndexEntry.parse(new Source("foo", "{\"name\":\"x\"")))
        .hasMessageContaining("foo:1:12");
  }

  @Test
  void any_line_gives_an_entry_or_a_problem() {
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    var random = new Random(seed);
    List<String> parts = List.of("null", "1", "[", "]", "{", "}", "\"", ",", "true", "\"x\"", ":");
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder(ENTRY);
      for (int i = random.nextInt(3); i >= 0; i--) {
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + random.nextInt(6));
        text.replace(at, end, parts.get(random.nextInt(parts.size())));
      }
      try {
        IndexEntry.parse(new Source("index", text.toString()));
      } catch (ProblemException e) {
        assertThat(e.problems()).isNotEmpty();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + text, e);
      }
    }
  }

  @Test
  void index_paths_and_download_addresses_follow_the_rules() throws ProblemException {
    assertThat(RegistryAddress.indexPath("A")).isEqualTo("1/a");
    assertThat(RegistryAddress.indexPath("ab")).isEqualTo("2/ab");
    assertThat(RegistryAddress.indexPath("abc")).isEqualTo("3/a/abc");
    assertThat(RegistryAddress.indexPath("Serde_JSON")).isEqualTo("se/rd/serde_json");
    assertThat(RegistryAddress.download("http://h/api", "Foo", "1.0.0", "ff"))
        .hasToString("http://h/api/Foo/1.0.0/download");
    assertThat(
            RegistryAddress.download(
                "http://h/{lowerprefix}/{prefix}/{crate}-{version}.crate?{sha256-checksum}",
                "FooB",
                "1.0.0",
                "ff"))
        .hasToString("http://h/fo/ob/Fo/oB/FooB-1.0.0.crate?ff");
  }

  @Test
  void every_spelling_of_the_public_registry_is_one() throws ProblemException {
    var registry = RegistryAddress.cratesIo();
    assertThat(RegistryAddress.of("x", registry.source())).isEqualTo(registry);
    assertThat(RegistryAddress.of("x", "sparse+" + registry.index())).isEqualTo(registry);
    assertThat(RegistryAddress.of("x", RegistryAddress.cratesIoGitIndex().toString()))
        .isEqualTo(registry);
    assertThat(RegistryAddress.of("x", "sparse+http://h/i").directory())
        .isNotEqualTo(RegistryAddress.of("x", "sparse+http://h/j").directory())
        .startsWith("h-");
    assertThat(RegistryAddress.of("x", "sparse+http://h/i").source())
        .isEqualTo("sparse+http://h/i/");
    assertThat(RegistryAddress.of("x", "http://h/i.git").source())
        .isEqualTo("registry+http://h/i.git");
  }
}
