package heddle.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TomlEditTest {
  private static final String MANIFEST =
      """
      # top
      [package]
      name = "a" # the name
      version = "0.1.0"

      [dependencies]
      b = "1"   # keep
      d = { version = "2", features = ["x"] }

      # about the last
      [dev-dependencies.e]
      version = "3"
      [features]
      """;

  @Test
  void a_value_is_replaced_in_its_place() {
    check(
        MANIFEST,
        MANIFEST.replace("\"1\"   # keep", "\"1.5\"   # keep"),
        "dependencies",
        "b",
        "\"1.5\"");
  }

  @Test
  void a_new_key_is_sorted_among_sorted_ones() {
    check(
        MANIFEST,
        MANIFEST.replace("# keep\n", "# keep\nc = \"1\"\n"),
        "dependencies",
        "c",
        "\"1\"");
    check(
        MANIFEST,
        MANIFEST.replace("b = \"1\"   # keep", "a = \"1\"\nb = \"1\"   # keep"),
        "dependencies",
        "a",
        "\"1\"");
    check("[t]\nz = 1\na = 2\n", "[t]\nz = 1\na = 2\nb = 3\n", "t", "b", "3");
  }

  @Test
  void a_key_with_dots_has_its_place_among_the_others() {
    check("[t]\na = 1\nc.d = 2\n", "[t]\na = 1\nb = 3\nc.d = 2\n", "t", "b", "3");
    check("[t]\na.d = 1\nc = 2\n", "[t]\na.d = 1\nb = 3\nc = 2\n", "t", "b", "3");
    check("[t]\nc = 2\na.d = 1\n", "[t]\nc = 2\na.d = 1\nb = 3\n", "t", "b", "3");
  }

  @Test
  void comments_above_a_key_stay_above_it() {
    check("[t]\n# of c\nc = 1\n", "[t]\nb = 3\n# of c\nc = 1\n", "t", "b", "3");
  }

  @Test
  void a_new_table_comes_behind_those_beside_it_and_is_called_as_they_are() throws Exception {
    TomlEdit edit =
        TomlEdit.of(new Source("t", "[a.'b c'.d]\nx = 1\n\n# of e\n[e]\n\n# the end\n"));
    assertThat(edit.set(List.of("a", "b c", "f"), "y", "2").text())
        .isEqualTo("[a.'b c'.d]\nx = 1\n\n[a.'b c'.f]\ny = 2\n\n# of e\n[e]\n\n# the end\n");
    assertThat(edit.set(List.of("g"), "y", "2").text())
        .isEqualTo("[a.'b c'.d]\nx = 1\n\n# of e\n[e]\n\n[g]\ny = 2\n\n# the end\n");
  }

  @Test
  void a_table_without_keys_or_that_is_not_there_is_filled() {
    check(MANIFEST, MANIFEST + "x = []\n", "features", "x", "[]");
    check("[a]\nb = 1", "[a]\nb = 1\n\n[c]\nd = 2\n", "c", "d", "2");
    check("", "[c]\n\"d e\" = 2\n", "c", "d e", "2");
    check("a.b = 1\n", "a.b = 1\na.c = 2\n", "a", "c", "2");
    check("a = { b = 1 }\n", "a = { b = 1, c = 2 }\n", "a", "c", "2");
    check("a = {}\r\n", "a = { c = 2 }\r\n", "a", "c", "2");
  }

  @Test
  void a_table_of_headers_is_replaced_by_a_value() {
    check(
        MANIFEST,
        MANIFEST.replace("[dev-dependencies.e]\nversion = \"3\"\n", "")
            + "\n[dev-dependencies]\ne = \"4\"\n",
        "dev-dependencies",
        "e",
        "\"4\"");
  }

  @Test
  void a_key_is_removed_with_its_line() throws ProblemException {
    checkRemoved(MANIFEST, MANIFEST.replace("b = \"1\"   # keep\n", ""), "dependencies", "b");
    checkRemoved(
        MANIFEST,
        MANIFEST.replace("[dev-dependencies.e]\nversion = \"3\"\n", ""),
        "dev-dependencies",
        "e");
    checkRemoved("a = { b = 1, c = 2 }\n", "a = { c = 2 }\n", "a", "b");
    checkRemoved("[a]\nb.c = 1\nb.d = 2\ne = 3\n", "[a]\ne = 3\n", "a", "b");
    checkRemoved("[a]\nb = [\n 1,\n 2,\n]\nc = 1\n", "[a]\nc = 1\n", "a", "b");
    checkRemoved("[a]\nb = 1", "[a]\n", "a", "b");
    checkRemoved(MANIFEST, MANIFEST, "dependencies", "zzz");
  }

  @Test
  void what_was_set_is_there_and_what_was_not_touched_stays() throws Exception {
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    var random = new Random(seed);
    for (var test : Suites.lines("toml-test-1.1.0.jsonl")) {
      if (test.get("expected").isEmpty()) {
        continue;
      }
      var edit = TomlEdit.of(new Source("x", Suites.string(test, "text")));
      var tables = new ArrayList<List<String>>();
      tables.add(List.of("heddle-new"));
      for (var entry : edit.root().entries().values()) {
        if (entry.value() instanceof Toml.Table) {
          tables.add(List.of(entry.key()));
        }
      }
      List<String> path = tables.get(random.nextInt(tables.size()));
      var names = new ArrayList<>(List.of("heddle-key"));
      edit.table(path).ifPresent(table -> names.addAll(table.entries().keySet()));
      String name = names.get(random.nextInt(names.size()));
      String shown = "seed " + seed + " " + test + " " + path + " " + name;
      TomlEdit set;
      TomlEdit removed;
      try {
        set = edit.set(path, name, "42");
        removed = set.remove(path, name);
      } catch (ProblemException e) {
        throw new AssertionError(shown, e);
      }
      assertThat(set.table(path).flatMap(t -> t.get(name)).map(t -> t.place().text()))
          .as(shown)
          .contains("42");
      assertThat(removed.table(path).flatMap(t -> t.get(name))).as(shown).isEmpty();
      for (String other : edit.root().entries().keySet()) {
        assertThat(set.root().entries()).as(shown).containsKey(other);
      }
    }
  }

  private static void check(String before, String after, String table, String name, String value) {
    try {
      var edit = TomlEdit.of(new Source("Cargo.toml", before));
      assertThat(edit.set(List.of(table), name, value).text()).isEqualTo(after);
    } catch (ProblemException e) {
      throw new AssertionError(e);
    }
  }

  private static void checkRemoved(String before, String after, String table, String name)
      throws ProblemException {
    var edit = TomlEdit.of(new Source("Cargo.toml", before));
    assertThat(edit.remove(List.of(table), name).text()).isEqualTo(after);
  }
}
