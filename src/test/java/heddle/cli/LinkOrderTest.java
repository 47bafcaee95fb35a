package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.fetch.RegistryAddress;
import heddle.process.UserRust;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order in which a linker gets what build scripts say, on which it depends what it finds. */
class LinkOrderTest {
  private static final String SUM = "0".repeat(64);

  @TempDir private Path folder = Path.of("");

  private static String manifest(String name, String version, String rest) {
    return "[package]\nname = \"%s\"\nversion = \"%s\"\nedition = \"2021\"\n%s"
        .formatted(name, version, rest);
  }

  private static String script(String directory) {
    return "fn main() { println!(\"cargo::rustc-link-search=native=" + directory + "\"); }\n";
  }

  private static String locked(String name, String version) {
    return "\n[[package]]\nname = \"%s\"\nversion = \"%s\"\nsource = \"%s\"\nchecksum = \"%s\"\n"
        .formatted(name, version, RegistryAddress.cratesIo().source(), SUM);
  }

  private static void vendored(Project project, String name, String version) throws Exception {
    String at = "vendor/" + name + "-" + version + "/";
    project.write(
        at + "Cargo.toml",
        manifest(name, version, ""),
        at + ".cargo-checksum.json",
        "{\"files\":{},\"package\":\"" + SUM + "\"}",
        at + "build.rs",
        script("/of/" + name + "-" + version),
        at + "src/lib.rs",
        "");
  }

  @Test
  void it_is_that_of_names_and_versions_wherever_packages_come_from() throws Exception {
    Assumptions.assumeTrue(UserRust.isHere(), "rustc is on PATH");
    try (var project = new Project(folder)) {
      vendored(project, "alpha", "9.0.0");
      vendored(project, "alpha", "10.0.0");
      project.write(
          ".cargo/config.toml",
          "[source.crates-io]\nreplace-with = \"here\"\n[source.here]\ndirectory = \"vendor\"\n",
          "Cargo.toml",
          manifest(
              "one",
              "0.1.0",
              "[workspace]\n[dependencies]\nbeta = { path = \"beta\" }\nalpha = \"9\"\n"
                  + "ten = { package = \"alpha\", version = \"10\" }\n"),
          "src/main.rs",
          "fn main() {}\n",
          "beta/Cargo.toml",
          manifest("beta", "0.1.0", ""),
          "beta/build.rs",
          script("/of/beta"),
          "beta/src/lib.rs",
          "",
          "Cargo.lock",
          "version = 4\n"
              + locked("alpha", "9.0.0")
              + locked("alpha", "10.0.0")
              + "\n[[package]]\nname = \"beta\"\nversion = \"0.1.0\"\n"
              + "\n[[package]]\nname = \"one\"\nversion = \"0.1.0\"\ndependencies = [\n"
              + " \"alpha 10.0.0\",\n \"alpha 9.0.0\",\n \"beta\",\n]\n");
      var said = project.heddle("build", "-v", "--offline");
      assertThat(said.exit()).as(said.text()).isZero();
      var line = said.text().lines().filter(each -> each.contains("--crate-name one ")).findFirst();
      assertThat(
              Pattern.compile("-L native=(\\S+?)`?(?=\\s|$)")
                  .matcher(line.orElseThrow())
                  .results()
                  .map(each -> each.group(1)))
          .containsExactly("/of/alpha-9.0.0", "/of/alpha-10.0.0", "/of/beta");
    }
  }

  private static final String OWN =
      """
      fn main() {
          let own = format!("{}/{}", std::env::var("OUT_DIR").unwrap(), env!("CARGO_PKG_NAME"));
          std::fs::create_dir_all(&own).unwrap();
          println!("cargo:rustc-link-search=native={own}");
          println!("cargo:warning=\\x1b[1mbold\\x1b[0m");
      }
      """;

  /** Cargo's set of paths is sorted part by part, and its directories begin with the name. */
  @Test
  void documentation_tests_search_what_scripts_made_in_the_order_of_the_packages()
      throws Exception {
    Assumptions.assumeTrue(UserRust.isHere(), "rustc is on PATH");
    try (var project = new Project(folder)) {
      var names = List.of("alpha", "beta", "delta", "gamma", "zeta");
      var lock = new StringBuilder("version = 4\n");
      var wanted = new StringBuilder();
      for (String name : names) {
        if (name.equals("beta") || name.equals("gamma")) {
          wanted.append(name).append(" = { path = \"").append(name).append("\" }\n");
          lock.append("\n[[package]]\nname = \"" + name + "\"\nversion = \"0.1.0\"\n");
          project.write(name + "/Cargo.toml", manifest(name, "0.1.0", ""));
          project.write(name + "/build.rs", OWN, name + "/src/lib.rs", "");
        } else {
          wanted.append(name).append(" = \"0.1\"\n");
          lock.append(locked(name, "0.1.0"));
          vendored(project, name, "0.1.0");
          project.write("vendor/" + name + "-0.1.0/build.rs", OWN);
        }
      }
      lock.append("\n[[package]]\nname = \"one\"\nversion = \"0.1.0\"\ndependencies = [\n");
      names.forEach(name -> lock.append(" \"" + name + "\",\n"));
      project.write(
          ".cargo/config.toml",
          "[source.crates-io]\nreplace-with = \"here\"\n[source.here]\ndirectory = \"vendor\"\n",
          "Cargo.lock",
          lock + "]\n",
          "Cargo.toml",
          manifest("one", "0.1.0", "[workspace]\n[dependencies]\n" + wanted),
          "src/lib.rs",
          "");
      var said = project.heddle("test", "-v", "--doc", "--offline");
      assertThat(said.exit()).as(said.text()).isZero();
      assertThat(said.text()).contains("warning: beta@0.1.0: bold\n");
      var line =
          said.text().lines().filter(each -> each.contains("--test-run-directory")).findFirst();
      assertThat(
              Pattern.compile("-L native=\\S+/out/(\\w+)")
                  .matcher(line.orElseThrow())
                  .results()
                  .map(each -> each.group(1)))
          .containsExactlyElementsOf(names);
    }
  }
}
