package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a package, as cargo 1.95 lists them. */
final class PackageCommandTest {
  private static final String HEAD =
      "[package]\nname = \"p\"\nversion = \"0.1.0\"\nedition = \"2021\"\ndescription = \"d\"\n"
          + "license = \"MIT\"\nhomepage = \"https://example.org\"\n";

  @TempDir private Path temp = Path.of("");
  private Project project;

  @BeforeEach
  void open() throws IOException {
    project = new Project(temp);
    project.write("Cargo.toml", HEAD, "src/lib.rs", "");
  }

  @AfterEach
  void close() {
    project.close();
  }

  private String listed(String... words) {
    var all = new ArrayList<>(List.of("package", "--list"));
    all.addAll(List.of(words));
    Project.Said said = project.heddle(all.toArray(String[]::new));
    assertThat(said.exit()).as(said.text()).isZero();
    return said.text().strip().replace('\n', ' ');
  }

  private String refused(String... words) {
    var all = new ArrayList<>(List.of("package", "--list"));
    all.addAll(List.of(words));
    Project.Said said = project.heddle(all.toArray(String[]::new));
    assertThat(said.exit()).as(said.text()).isEqualTo(101);
    return said.text();
  }

  private void git(String... words) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/git")), "git is here");
    var all = new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=a@b.org"));
    all.addAll(List.of(words));
    assertThat(new ProcessBuilder(all).directory(project.root.toFile()).start().waitFor()).isZero();
  }

  private void committed() throws Exception {
    git("init", "-q");
    git("add", "-A");
    git("commit", "-q", "-m", "first");
  }

  @Test
  void without_git_all_is_listed_but_dotfiles_target_and_packages_inside() throws IOException {
    project.write(
        ".hidden",
        "",
        ".dir/x",
        "",
        "target/x",
        "",
        "deep/target/x",
        "",
        "README",
        "",
        "sub/x",
        "",
        "sub/Cargo.toml",
        HEAD);
    Files.createSymbolicLink(project.root.resolve("link"), Path.of("deep"));
    Files.createSymbolicLink(project.root.resolve("nothing"), Path.of("nowhere"));
    assertThat(listed())
        .isEqualTo(
            "Cargo.lock Cargo.toml Cargo.toml.orig README deep/target/x link/target/x nothing"
                + " src/lib.rs");
    assertThat(listed("--exclude-lockfile")).startsWith("Cargo.toml ");
  }

  @Test
  void a_directory_that_leads_to_itself_is_told_and_left() throws IOException {
    Files.createSymbolicLink(project.root.resolve("loop"), Path.of("."));
    assertThat(listed("--exclude-lockfile"))
        .contains(
            "warning: File system loop found: "
                + project.root
                + "/loop points to an ancestor "
                + project.root)
        .endsWith("Cargo.toml Cargo.toml.orig src/lib.rs");
  }

  @Test
  void with_git_what_it_ignores_is_left_out_and_dotfiles_are_not() throws Exception {
    project.write(".gitignore", "*.log\n", "a.log", "", "kept.log", "", "target/x", "");
    git("init", "-q");
    git("add", "-f", "kept.log", ".");
    git("rm", "-q", "-r", "--cached", "target", "a.log");
    git("commit", "-q", "-m", "first");
    assertThat(listed())
        .isEqualTo(
            ".cargo_vcs_info.json .gitignore Cargo.lock Cargo.toml Cargo.toml.orig kept.log"
                + " src/lib.rs");
  }

  @Test
  void packages_inside_and_repositories_inside_are_seen_with_git() throws Exception {
    project.write("sub/Cargo.toml", HEAD, "sub/x", "", "own/a", "", "own/b", "");
    committed();
    project.write("own/.gitignore", "b\n");
    git("rm", "-q", "-r", "--cached", "own");
    git("init", "-q", "own");
    assertThat(listed("--allow-dirty", "--exclude-lockfile"))
        .isEqualTo(
            ".cargo_vcs_info.json Cargo.toml Cargo.toml.orig own/.gitignore own/a src/lib.rs");
  }

  @Test
  void a_link_to_a_directory_is_ignored_as_a_directory() throws Exception {
    project.write(".gitignore", "/target/\n");
    committed();
    Files.createDirectories(temp.resolve("elsewhere/x"));
    Files.writeString(temp.resolve("elsewhere/y"), "");
    Files.createSymbolicLink(project.root.resolve("target"), temp.resolve("elsewhere"));
    assertThat(listed()).doesNotContain("target/");
  }

  @Test
  void what_differs_from_the_commit_is_refused_unless_allowed() throws Exception {
    committed();
    assertThat(listed()).contains(".cargo_vcs_info.json");
    project.write("src/lib.rs", "//\n", "src/new.rs", "", "other/ignored", "");
    assertThat(refused())
        .startsWith("error: 3 files in the working directory contain changes")
        .contains("\n\nother/ignored\nsrc/lib.rs\nsrc/new.rs\n\nto proceed despite this");
    assertThat(listed("--allow-dirty")).contains("src/new.rs");
  }

  @Test
  void a_manifest_that_git_ignores_is_of_no_commit() throws Exception {
    project.write(".gitignore", "Cargo.toml\n");
    git("init", "-q");
    git("add", "-f", ".");
    git("commit", "-q", "-m", "first");
    assertThat(listed()).doesNotContain(".cargo_vcs_info.json").contains(".gitignore");
  }

  @Test
  void exclude_takes_away_and_include_names_all() throws IOException {
    project.write("a.txt", "", "b/c.txt", "", "d.md", "", ".e.md", "");
    project.write("Cargo.toml", HEAD + "exclude = [\"*.txt\", \"Cargo.toml\"]\n");
    assertThat(listed("--exclude-lockfile"))
        .isEqualTo("Cargo.toml Cargo.toml.orig d.md src/lib.rs");
    project.write("Cargo.toml", HEAD + "exclude = [\"d.md\"]\ninclude = [\"*.md\", \"b\"]\n");
    assertThat(listed("--exclude-lockfile"))
        .isEqualTo(
            "warning: both package.include and package.exclude are specified; the exclude list will"
                + " be ignored .e.md Cargo.toml Cargo.toml.orig b/c.txt d.md");
    project.write("Cargo.toml", HEAD + "exclude = [\"{\"]\n");
    assertThat(refused()).startsWith("error: failed to determine list of files in " + project.root);
  }

  @Test
  void readme_and_licence_come_from_wherever_they_lie() throws IOException {
    Files.writeString(project.root.resolve("../R.md"), "");
    project.write("L", "", "src/x", "");
    String named = "readme = \"../R.md\"\nlicense-file = \"L\"\ninclude = [\"src/x\"]\n";
    project.write("Cargo.toml", HEAD.replace("license = \"MIT\"\n", "") + named);
    assertThat(listed()).isEqualTo("Cargo.lock Cargo.toml Cargo.toml.orig L R.md src/x");
    project.write("R.md", "");
    project.write("Cargo.toml", HEAD + "readme = \"../R.md\"\n");
    assertThat(listed())
        .contains("warning: readme `../R.md` appears to be a path outside of the package, but");
    project.write("Cargo.toml", HEAD + "readme = \"none.md\"\n");
    assertThat(refused()).startsWith("error: readme `none.md` does not appear to exist (relative");
  }

  @Test
  void what_no_archive_may_hold_is_refused() throws IOException {
    project.write("con.rs", "");
    assertThat(listed()).contains("warning: file con.rs is a reserved Windows filename");
    project.write("a:b", "");
    assertThat(refused()).contains("cannot package a filename with a special character `:`: a:b");
    Files.delete(project.root.resolve("a:b"));
    project.write("Cargo.toml.orig", "");
    assertThat(refused()).contains("invalid inclusion of reserved file name Cargo.toml.orig");
  }

  @Test
  void members_stand_behind_those_they_need_and_take_over_patterns() throws IOException {
    project.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"a\", \"b\"]\nresolver = \"2\"\n"
            + "[workspace.package]\nexclude = [\"*.bin\"]\n",
        "a/Cargo.toml",
        HEAD.replace("\"p\"", "\"a\"")
            + "exclude.workspace = true\n[dependencies]\nb = { path = \"../b\", version = \"0.1\" }\n",
        "a/src/lib.rs",
        "",
        "a/x.bin",
        "",
        "b/Cargo.toml",
        HEAD.replace("\"p\"", "\"b\""),
        "b/b.txt",
        "",
        "b/src/lib.rs",
        "");
    assertThat(listed("--exclude-lockfile"))
        .isEqualTo(
            "Cargo.toml Cargo.toml.orig b.txt src/lib.rs Cargo.toml Cargo.toml.orig src/lib.rs");
    assertThat(listed("-p", "a", "--exclude-lockfile")).doesNotContain("b.txt", "x.bin");
    assertThat(refused("-p", "none")).contains("did not match any packages");
  }

  @Test
  void a_lock_that_does_not_suit_is_made_anew_and_must_not_be_with_locked() throws IOException {
    project.write("Cargo.lock", "version = 4\n");
    assertThat(refused("--locked")).contains("lock file");
    assertThat(listed()).contains("Cargo.lock");
    assertThat(Files.readString(project.root.resolve("Cargo.lock"))).contains("name = \"p\"");
  }

  @Test
  void machines_get_the_list_as_one_line() throws Exception {
    project.environment.put("RUSTC_BOOTSTRAP", "1");
    String root = project.root.toString();
    assertThat(listed("--message-format", "json", "-Zunstable-options"))
        .isEqualTo(
            "{\"id\":\"path+file://"
                + root
                + "#p@0.1.0\",\"files\":{\"Cargo.lock\":{\"kind\":\"generate\"},\"Cargo.toml\":"
                + "{\"kind\":\"generate\",\"path\":\""
                + root
                + "/Cargo.toml\"},\"Cargo.toml.orig\":{\"kind\":\"copy\",\"path\":\""
                + root
                + "/Cargo.toml\"},\"src/lib.rs\":{\"kind\":\"copy\",\"path\":\""
                + root
                + "/src/lib.rs\"}}}");
  }

  @Test
  void no_archive_is_made() {
    assertThat(project.heddle("package").text()).contains("`heddle package --list` lists them");
  }
}
