package heddle.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import heddle.text.ProblemException;
import heddle.text.Source;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PolicyFileTest {
  @Test
  void all_that_a_root_may_say_is_read() throws Exception {
    Policy policy =
        read(
            """
            native = "system"
            overlays = ["overlays"]
            [option.foo]
            backend = "bundled"
            [package."openssl-sys@0.9"]
            allow = ["network", "env:OPENSSL_DIR", "read:/etc/ssl", "write:src/gen"]
            [download."foo:source"]
            file = "third/foo.tar.gz"
            [download."bar:data"]
            system = true
            [provider]
            zlib = "libz-sys"
            "app:python" = "pyo3@0.25"
            """);
    assertThat(policy.nativeLibraries().map(Policy.Value::value)).contains("system");
    assertThat(policy.overlays()).containsExactly("overlays");
    assertThat(policy.options().getFirst().option()).isEqualTo("backend");
    assertThat(policy.permissions().of("openssl-sys", "0.9.111"))
        .extracting(Permission::toString)
        .containsExactly("network", "env:OPENSSL_DIR", "read:/etc/ssl", "write:src/gen");
    assertThat(policy.permissions().of("openssl-sys", "0.90.0")).isEmpty();
    assertThat(policy.permissions().of("openssl", "0.9.1")).isEmpty();
    assertThat(policy.replacements())
        .extracting(Policy.Replacement::by)
        .containsExactly(
            new Policy.Source.File("third/foo.tar.gz", java.util.Optional.empty()),
            new Policy.Source.Installed());
    assertThat(policy.providers())
        .extracting(Policy.Provider::consumer)
        .containsExactly(Optional.empty(), Optional.of(new PackageSpec("app", "")));
  }

  @Test
  void an_empty_file_says_nothing() throws Exception {
    assertThat(read("")).isEqualTo(Policy.NONE);
  }

  @Test
  void each_error_shows_its_place_and_what_to_write() {
    check("nativ = \"system\"", "heddle.toml:1:1", "unknown key `nativ`", "name exists: `native`");
    check("native = \"bundle\"", "heddle.toml:1:10", "is no value of `native`", "`bundled`");
    check("native = 1", "heddle.toml:1:10", "must be a string, not an integer");
    check("[package.a]\nalow = []", "heddle.toml:2:1", "unknown key `alow`", "`allow`");
    check("[package.a]\nallow = [\"netwrk\"]", "heddle.toml:2:10", "did you mean `network`?");
    check("[package.a]\nallow = [\"env\"]", "heddle.toml:2:10", "`env:NAME`");
    check("[package.a]\nallow = [\"write:/etc\"]", "relative path");
    check("[package.a]\nallow = [\"write:a/../../b\"]", "relative path");
    check("[package.a]\nallow = [\"network:example\"]", "single hosts cannot be allowed");
    check("[download.a]\nfile = \"f\"", "heddle.toml:1:1", "PACKAGE:NAME");
    check("[download.\"a:b\"]\nfile = \"f\"\nsystem = true", "replaced by one thing");
    check("[download.\"a:b\"]\nurl = \"u\"\nsha256 = \"12\"", "64 hexadecimal digits");
    check("[provider]\nzlib = 1", "the name of a package");
  }

  @Test
  void all_errors_of_a_file_are_told_at_once() {
    var e =
        catchThrowableOfType(ProblemException.class, () -> read("a = 1\nb = 2\nnative = \"x\""));
    assertThat(e.problems()).hasSize(3);
  }

  private static void check(String text, String... parts) {
    var e = catchThrowableOfType(ProblemException.class, () -> read(text));
    for (String part : List.of(parts)) assertThat(e.getMessage()).contains(part);
  }

  private static Policy read(String text) throws ProblemException {
    return PolicyFile.read(new Source("heddle.toml", text));
  }
}
