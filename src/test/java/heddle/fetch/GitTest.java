package heddle.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitTest {
  @TempDir Path temporary;
  private Path repository;
  private int fetches;

  @BeforeEach
  void repository() throws Exception {
    try {
      git(List.of("--version"), temporary);
    } catch (ProblemException _) {
      assumeTrue(false, "git is not installed");
    }
    repository = Files.createDirectory(temporary.resolve("repository"));
    git(List.of("init", "-q", "-b", "main"), repository);
    commit(repository, "one");
    git(List.of("tag", "v1"), repository);
    commit(repository, "two");
  }

  @Test
  void branches_tags_revisions_and_head_give_their_commits() throws Exception {
    check(new GitSource.Reference.Default(), "two");
    check(new GitSource.Reference.Branch("main"), "two");
    check(new GitSource.Reference.Tag("v1"), "one");
    check(new GitSource.Reference.Revision(head()), "two");
    check(new GitSource.Reference.Revision(head().substring(0, 8)), "two");
    check(new GitSource.Reference.Revision("refs/heads/main"), "two");
  }

  @Test
  void a_branch_moves_and_a_checkout_stays() throws Exception {
    var source = source(new GitSource.Reference.Branch("main"));
    var checkouts = checkouts(false);
    String old = checkouts.resolve(source);
    Path place = checkouts.checkout(source, old);
    commit(repository, "three");
    assertThat(checkouts.resolve(source)).isNotEqualTo(old);
    assertThat(place.resolve("file")).hasContent("two");
    fetches = 0;
    assertThat(checkouts(true).checkout(source, old)).isEqualTo(place);
    assertThat(fetches).isZero();
  }

  @Test
  void submodules_are_checked_out() throws Exception {
    Path outer = Files.createDirectory(temporary.resolve("outer"));
    git(List.of("init", "-q", "-b", "main"), outer);
    git(
        List.of(
            "-c",
            "protocol.file.allow=always",
            "submodule",
            "-q",
            "add",
            repository.toString(),
            "sub"),
        outer);
    commit(outer, "outer");
    var source = new GitSource(outer.toUri().toString(), new GitSource.Reference.Default());
    var checkouts = checkouts(false);
    Path place = checkouts.checkout(source, checkouts.resolve(source));
    assertThat(place.resolve("sub/file")).hasContent("two");
  }

  @Test
  void what_is_missing_is_named() {
    assertThatThrownBy(() -> checkouts(true).resolve(source(new GitSource.Reference.Default())))
        .hasMessageContaining("the network may not be used");
    var revision = new GitSource.Reference.Revision("nothing");
    assertThatThrownBy(() -> checkouts(false).resolve(source(revision)))
        .hasMessageContaining("has no revision `nothing`");
  }

  @Test
  void one_repository_has_one_database() {
    var reference = new GitSource.Reference.Default();
    assertThat(new GitSource("https://GitHub.com/A/b.git", reference).canonicalUrl())
        .isEqualTo(new GitSource("https://github.com/a/B/", reference).canonicalUrl());
    assertThat(new GitSource("https://h/x y/c..d", reference).shortName()).isEqualTo("cd");
  }

  private void check(GitSource.Reference reference, String expected) throws Exception {
    var checkouts = checkouts(false);
    var source = source(reference);
    Path place = checkouts.checkout(source, checkouts.resolve(source));
    assertThat(place.resolve("file")).hasContent(expected);
  }

  private GitSource source(GitSource.Reference reference) {
    return new GitSource(repository.toUri().toString(), reference);
  }

  private GitCheckouts checkouts(boolean offline) {
    return new GitCheckouts(
        temporary.resolve("home"),
        (arguments, directory) -> {
          fetches += arguments.contains("fetch") ? 1 : 0;
          return git(arguments, directory);
        },
        offline);
  }

  private String head() throws Exception {
    return git(List.of("rev-parse", "HEAD"), repository).strip();
  }

  private static void commit(Path repository, String content) throws Exception {
    Files.writeString(repository.resolve("file"), content);
    git(List.of("add", "-A"), repository);
    git(
        List.of(
            "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", content),
        repository);
  }

  private static String git(List<String> arguments, Path directory)
      throws ProblemException, InterruptedException {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(arguments);
    try {
      var process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new ProblemException(Problem.of(output));
      }
      return output;
    } catch (IOException e) {
      throw new ProblemException(Problem.of(String.valueOf(e.getMessage())));
    }
  }
}
