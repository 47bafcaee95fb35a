package heddle.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import heddle.contract.policy.LicenseExpression;
import heddle.contract.policy.PolicyFile;
import heddle.text.ProblemException;
import heddle.text.Source;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Contracts and policies that mean harm, or nothing, are refused with their place. */
class HostileContractsTest {
  private static void refused(String text, String says, ThrowingCallable reading) {
    assertThat(catchThrowable(reading))
        .as(text)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .anySatisfy(problem -> {
                      assertThat(problem.message()).contains(says);
                      assertThat(problem.labels()).isNotEmpty();
                    }));
  }

  private static void policy(String text, String says) {
    refused(text, says, () -> PolicyFile.read(new Source("heddle.toml", text)));
  }

  private static void contract(String text, String says) {
    refused(
        text,
        says,
        () -> Options.resolve(new Graph().add("app", text).nodes(), OptionRequests.NONE));
  }

  @Test
  void no_text_holds_a_nul() {
    String says = "cannot hold the character NUL";
    policy("python = \"/\\u0000\"", says);
    policy("overlays = [\"a\", \"\\u0000\"]", says);
    policy("[toolchain.x.tools]\ncc = \"c\\u0000\"", says);
    policy("[option.a]\n\"b\\u0000\" = 1", says);
    contract("[option.a]\ntype = \"string\"\ndefault = \"\\u0000\"\nenv = { A = true }", says);
    contract("[suggest.a]\nb = [\"\\u0000\"]", says);
    contract("[download.a]\nvariants = \"\\u0000\"", says);
  }

  @Test
  void no_permission_is_for_the_whole_home_or_package_in_other_words() {
    for (String path :
        new String[] {"~/.", "~//", "~/./.", ".", "./", "./a", "~/a/..", "a//b", "~"})
      policy("[package.a]\nallow = [\"write:" + path + "\"]", "`write:" + path + "` is no perm");
  }

  @Test
  void licences_and_hosts_of_an_audit_are_such() {
    policy("[audit]\nlicenses = [\"MIT AND (\"]", "`MIT AND (` is no licence");
    policy("[audit]\nlicenses = [\"MIT OR ISC\"]", "`MIT OR ISC` is no licence");
    policy("[audit.license]\na = \"(\"", "`(` is no licence");
    for (String host : new String[] {"", "*", "..", "https://e.org", "e.org/"})
      policy("[audit]\nhosts = [\"" + host + "\"]", "`" + host + "` is no host");
    String deep = "(".repeat(100_000) + "MIT" + ")".repeat(100_000);
    assertThat(LicenseExpression.reads(deep)).isFalse();
    assertThat(LicenseExpression.reads("(MIT OR (ISC AND (Zlib)))")).isTrue();
  }

  @Test
  void names_can_be_variables_files_and_arguments() {
    contract("[option." + "a".repeat(65) + "]\ntype = \"bool\"", "cannot be the name of an option");
    contract("[cache." + "a".repeat(65) + "]", "cannot be the name of a cache");
    for (String name : new String[] {"A=B", "", "A B", "A\\n"}) {
      String shown = name.replace("\\n", "\n");
      String says = "`" + shown + "` cannot be the name of a variable";
      contract("[option.a]\ntype = \"bool\"\nenv = { \"" + name + "\" = true }", says);
      contract("[option.a]\ntype = \"bool\"\ncompile-env = { \"" + name + "\" = true }", says);
      contract("[cache.a]\nenv = \"" + name + "\"", says);
      contract(
          "[require.a]\nschema = \"data/1\"\noptional = true\nenv = { \""
              + name
              + "\" = \"value\" }",
          says);
    }
    contract(
        "[option.a]\ntype = \"bool\"\nenv = { OUT_DIR = true }",
        "`OUT_DIR` is a variable that Heddle sets");
  }

  @Test
  void an_enum_has_values_that_can_be_told_apart() {
    String says = "the values of an enum differ, and none is empty";
    contract("[option.a]\ntype = \"enum\"\nvalues = [\"x\", \"x\"]", says);
    contract("[option.a]\ntype = \"enum\"\nvalues = [\"x\", \"\"]", says);
  }

  @Test
  void a_condition_asks_for_options_that_stand_before_it() {
    String bool = "type = \"bool\"\n";
    contract(
        "[option.a]\n" + bool + "when = 'option(b)'", "`b`, which app v1.2.3 does not declare");
    contract("[option.a]\n" + bool + "when = 'option(a)'", "`a`, which does not stand before it");
    contract(
        "[option.a]\n" + bool + "when = 'any(unix, option(b = \"x\"))'\n[option.b]\n" + bool,
        "`b`, which does not stand before it");
    contract("[option.a]\n" + bool + "when = 'option(option(a))'", "`option(…)` takes a name");
    contract(
        "[download.a]\nurl = \"https://example.org/a\"\nsha256 = \""
            + "0".repeat(64)
            + "\"\nwhen = 'option(b)'",
        "`b`, which app v1.2.3 does not declare");
  }

  @Test
  void a_file_of_variants_lies_in_the_package() {
    for (String name : new String[] {"/etc/passwd", "../x.toml", "a/../../x.toml"})
      contract("[download.a]\nvariants = \"" + name + "\"", "`" + name + "` does not lie beside");
  }

  @Test
  void a_number_has_the_digits_of_ascii() {
    var whole = new OptionType.Whole();
    for (String text : new String[] {"\u0661", "+1", "", "-", " 1", "1_0", "9223372036854775808"})
      assertThat(whole.ofText(text)).as(text).isEmpty();
    assertThat(whole.ofText("-9223372036854775808")).isPresent();
  }

  @Test
  void what_stands_for_a_script_may_set_any_variable_of_the_compilation() throws Exception {
    String text = "[overlay]\npackage = \"a\"\n[replace]\nenv = { TARGET = \"x\", HOST = \"y\" }";
    Overlay overlay = Overlay.read(new Source("a.toml", text));
    assertThat(overlay.replacement().orElseThrow().env()).containsEntry("TARGET", "x");
  }

  @Test
  void what_can_never_count_is_an_error() {
    String one = "[option.a]\ntype = \"enum\"\nvalues = [\"bundled\", \"system\"]\n";
    contract(one + "env = { A = { budled = \"1\" } }", "`budled` is no value of this option");
    contract(one + "compile-env = { A = { on = \"1\" } }", "`on` is no value of this option");
    contract("[option.a]\ntype = \"int\"\nfeatures = { 007 = [\"x\"] }", "`007` is no value");
    contract("[option.a]\ntype = \"bool\"\nvalues = [\"x\"]", "`values` says nothing of this");
    contract("[option.a]\ntype = \"int\"\nitems = \"int\"", "`items` says nothing of this");
    contract(
        "[require.r]\nschema = \"headers/1\"\nenv = { A = \"inclde\" }",
        "a fact of headers/1 has no member `inclde`");
    String sum = "0".repeat(64);
    policy(
        "[download.\"a:b\"]\ndirectory = \"c\"\nsha256 = \"" + sum + "\"",
        "only a `file` or a `url` has a `sha256`");
    policy("[download.\"a:b\"]\nurl = \"ftp://h/x\"", "`ftp://h/x` is no address");
    String tools = "[toolchain.a]\ntarget = \"x86_64-unknown-linux-gnu\"\n";
    policy(tools + "tools.cxxx = \"g++\"", "a toolchain has no tool `cxxx`");
    policy(tools + "flags.cc = [\"-O2\"]", "a toolchain has no language `cc`");
    policy(tools + "run.wraper = [\"qemu\"]", "a toolchain has no key in `run` `wraper`");
    policy(tools + "family = \"gnu\"", "a toolchain has no family `gnu`");
    policy(
        tools + tools.replace("toolchain.a", "toolchain.b"),
        "`b` is for the same target as `a`: x86_64-unknown-linux-gnu");
  }

  @Test
  void the_condition_of_a_variant_or_replacement_names_an_option_of_the_package() {
    String at = "url = \"https://example.org/a\", sha256 = \"" + "0".repeat(64) + "\"";
    String text = "[download.a]\nvariants = [{ when = 'option(b)', " + at + " }]";
    refused(
        text,
        "`b`, which app v1.2.3 does not declare",
        () -> {
          var graph = new Graph().add("app", text);
          new Supplies(
                  heddle.contract.policy.Policy.NONE,
                  java.nio.file.Path.of("/"),
                  heddle.text.CfgSet.parse(java.util.List.of()),
                  java.util.Map.of())
              .check(graph.nodes(), java.util.Set.of("app"));
        });
    String overlay =
        "[overlay]\npackage = \"app\"\n[replace]\nwhen = 'option(b)'\nlibraries = [\"a\"]";
    refused(
        overlay,
        "`b`, which app v1.2.3 does not declare",
        () ->
            ContractGraph.join(
                new Graph().add("app", "").nodes(),
                java.nio.file.Path.of("/"),
                heddle.contract.policy.Policy.NONE,
                new Overlays(java.util.List.of(Overlay.read(new Source("overlay.toml", overlay)))),
                OptionRequests.NONE,
                java.util.Set.of()));
  }
}
