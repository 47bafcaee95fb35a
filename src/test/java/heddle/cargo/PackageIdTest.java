package heddle.cargo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackageIdTest {
  private static final SourceId GIT =
      SourceId.git("https://example.org/tools/Foo.git", new GitReference.Branch("a+b"));

  @Test
  void the_spec_says_the_name_only_where_the_url_does_not() {
    Version v = Version.of(1, 2, 3);
    assertThat(new PackageId("foo", v, SourceId.path(Path.of("/x y/foo"))).spec())
        .isEqualTo("path+file:///x%20y/foo#1.2.3");
    assertThat(new PackageId("bar", v, SourceId.path(Path.of("/x/foo"))).spec())
        .isEqualTo("path+file:///x/foo#bar@1.2.3");
    assertThat(new PackageId("foo", v, GIT).spec())
        .isEqualTo("git+https://example.org/tools/Foo.git?branch=a%2Bb#foo@1.2.3");
    assertThat(new PackageId("foo", v, SourceId.registry("sparse+https://example.org/i/")).spec())
        .isEqualTo("sparse+https://example.org/i/#foo@1.2.3");
  }

  @Test
  void sources_are_equal_whatever_the_spelling_and_the_commit() throws ProblemException {
    assertThat(SourceId.parse("git+https://github.com/A/B.git?tag=1#abc"))
        .isEqualTo(SourceId.parse("git+https://github.com/a/b/?tag=1"))
        .isNotEqualTo(SourceId.parse("git+https://github.com/a/b?tag=2"));
    assertThat(SourceId.parse("registry+https://example.org/i").asUrl())
        .isEqualTo("registry+https://example.org/i");
    assertThat(SourceId.parse("git+https://example.org/b?branch=a%2Bb#abc").asUrl())
        .isEqualTo("git+https://example.org/b?branch=a%2Bb#abc");
  }

  @Test
  void a_path_source_gives_its_folder_back() {
    Path folder = Path.of("/a b/ü#%/c");
    assertThat(SourceId.path(folder).folder()).isEqualTo(folder);
  }

  @Test
  void sources_that_are_none_are_a_problem() {
    for (String text : List.of("", "registry", "bzr+https://x", "registry+nothing")) {
      assertThatThrownBy(() -> SourceId.parse(text)).as(text).isInstanceOf(ProblemException.class);
    }
  }

  @Test
  void ids_sort_by_name_then_version_then_kind_of_source() {
    Version v = Version.of(1, 0, 0);
    var path = new PackageId("a", v, SourceId.path(Path.of("/z")));
    var registry = new PackageId("a", v, SourceId.cratesIo());
    var git = new PackageId("a", v, GIT);
    assertThat(List.of(git, registry, path).stream().sorted()).containsExactly(path, registry, git);
  }

  @Test
  void specs_match_by_what_they_say() throws ProblemException {
    var id = new PackageId("foo", Version.parse("1.2.3"), SourceId.cratesIo());
    for (String text : List.of("foo", "foo@1", "foo@1.2", "foo:1.2.3", id.spec())) {
      assertThat(PackageIdSpec.parse(text).matches(id)).as(text).isTrue();
      assertThat(PackageIdSpec.parse(PackageIdSpec.parse(text).toString()))
          .isEqualTo(PackageIdSpec.parse(text));
    }
    for (String text : List.of("fo", "foo@2", "foo@1.3", "https://example.org/foo#1.2.3")) {
      assertThat(PackageIdSpec.parse(text).matches(id)).as(text).isFalse();
    }
    assertThat(PackageIdSpec.of(id).matches(id)).isTrue();
  }

  @Test
  void a_partial_version_matches_no_pre_release() throws ProblemException {
    var id = new PackageId("foo", Version.parse("1.0.0-rc.1"), SourceId.cratesIo());
    assertThat(PackageIdSpec.parse("foo@1").matches(id)).isFalse();
    assertThat(PackageIdSpec.parse("foo@1.0.0-rc.1").matches(id)).isTrue();
  }

  @Test
  void specs_that_are_none_are_a_problem() {
    for (String text : List.of("", "foo@", "foo@x", "a b", "hg+https://x/y", "https://x/y?z")) {
      assertThatThrownBy(() -> PackageIdSpec.parse(text))
          .as(text)
          .isInstanceOf(ProblemException.class);
    }
  }
}
