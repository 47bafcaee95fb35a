package heddle.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PackageUrlTest {
  private static void check(String text, String type, String name, String version, String file) {
    assertThat(PackageUrl.parse(text)).contains(new PackageUrl(type, name, version, file));
  }

  @Test
  void names_an_archive_of_a_registry() {
    check("pkg:cargo/a-b@1.2.0+3", "cargo", "a-b", "1.2.0+3", "a-b-1.2.0+3.crate");
    check("pkg:npm/left-pad@1.3.0", "npm", "left-pad", "1.3.0", "left-pad-1.3.0.tgz");
    check("pkg:npm/%40scope/name@1.0.0", "npm", "@scope/name", "1.0.0", "name-1.0.0.tgz");
    check(
        "pkg:PyPI/Six@1.17.0?file_name=six-1.17.0-py2.py3-none-any.whl",
        "pypi",
        "Six",
        "1.17.0",
        "six-1.17.0-py2.py3-none-any.whl");
  }

  @Test
  void what_names_none_is_refused() {
    for (String text :
        new String[] {
          "https://example.org/a@1",
          "pkg:cargo/a",
          "pkg:cargo/@1",
          "pkg:cargo/a@",
          "pkg:cargo/a/b@1.0.0",
          "pkg:cargo/a@1.0.0?x=y",
          "pkg:cargo/..%2fa@1.0.0",
          "pkg:cargo/a@1.0.0#src",
          "pkg:cargo/a%zz@1.0.0",
          "pkg:gem/a@1.0.0",
          "pkg:npm/%40/a@1.0.0",
          "pkg:npm/%40../a@1.0.0",
          "pkg:pypi/a@1.0.0",
          "pkg:pypi/a@1.0.0?file_name=../a.whl",
          "pkg:pypi/a@1.0.0?file_name="
        }) {
      assertThat(PackageUrl.parse(text)).as(text).isEmpty();
    }
  }
}
