package heddle.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DialectsTest {
  private static void canonical(Dialect dialect, String text, String canonical) throws Exception {
    assertThat(Reading.of(text, dialect).canonical()).as(text).isEqualTo(canonical);
  }

  private static void rustc(Dialect dialect, String text, String name) throws Exception {
    assertThat(Target.parse(text, dialect).spell(Dialect.RUSTC)).as(text).contains(name);
  }

  private static void fails(Dialect dialect, String text, String message) {
    assertThatThrownBy(() -> Target.parse(text, dialect))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(message);
  }

  @Test
  void gnu_resolves_aliases_and_guesses_makers() throws Exception {
    canonical(Dialect.GNU, "x86_64-linux-gnu", "x86_64-pc-linux-gnu");
    canonical(Dialect.GNU, "s390x-linux-gnu", "s390x-ibm-linux-gnu");
    canonical(Dialect.GNU, "x64-linux", "x86_64-pc-linux-gnu");
    canonical(Dialect.GNU, "arm64-apple-ios14.0-simulator", "aarch64-apple-ios14.0-simulator");
    canonical(Dialect.GNU, "sun4sol2", "sparc-sun-solaris2");
    canonical(Dialect.GNU, "dpx2100-svr4", "i386-bull-sysv4");
    canonical(Dialect.GNU, "dpx20", "rs6000-bull-bosx");
    canonical(Dialect.GNU, "i386-solaris2", "i386-pc-solaris2");
    canonical(Dialect.GNU, "csky-solaris2", "csky-sun-solaris2");
    canonical(Dialect.GNU, "mips64r5900-ibm", "mips64r5900-ibm-elf");
    canonical(Dialect.GNU, "m68k-sony", "m68k-sony-newsos");
    canonical(Dialect.GNU, "m68k-ctix", "m68k-convergent-sysv");
    canonical(Dialect.GNU, "i686-pc-nto-qnx7", "i686-pc-nto-qnx");
    fails(Dialect.GNU, "x64-sun-linux", "no machine `x64-sun`");
    fails(Dialect.GNU, "c1-elxsi-ns16k", "no system `ns16k`");
    fails(Dialect.GNU, "riscv64gc-unknown-linux-gnu", "no machine `riscv64gc-unknown`");
    fails(Dialect.GNU, "x86_64-w64-windows-gnu", "does not go with");
    fails(Dialect.GNU, "a-b-c-d-e", "more than four parts");
  }

  @Test
  void a_museum_piece_has_a_canonical_name_but_no_target() throws Exception {
    canonical(Dialect.GNU, "1750a", "1750a-unknown-none");
    fails(Dialect.GNU, "1750a", "knows nothing");
  }

  @Test
  void names_of_several_dialects_meet_in_one_target() throws Exception {
    rustc(Dialect.GNU, "arm-linux-gnueabihf", "arm-unknown-linux-gnueabihf");
    rustc(Dialect.DEBIAN, "armhf", "armv7-unknown-linux-gnueabihf");
    rustc(Dialect.DEBIAN, "ppc64el", "powerpc64le-unknown-linux-gnu");
    rustc(Dialect.DEBIAN, "x32", "x86_64-unknown-linux-gnux32");
    rustc(Dialect.DEBIAN, "riscv64", "riscv64gc-unknown-linux-gnu");
    rustc(Dialect.DEBIAN, "musl-linux-amd64", "x86_64-unknown-linux-musl");
    rustc(Dialect.GO, "darwin/arm64", "aarch64-apple-darwin");
    rustc(Dialect.GO, "ios/amd64", "x86_64-apple-ios");
    rustc(Dialect.PYTHON, "win_amd64", "x86_64-pc-windows-msvc");
    rustc(Dialect.ZIG, "aarch64-linux-musl", "aarch64-unknown-linux-musl");
  }

  @Test
  void wheel_tags_carry_floors() throws Exception {
    Libc glibc = Target.parse("manylinux2014_x86_64", Dialect.PYTHON).libc();
    assertThat(glibc).isEqualTo(new Libc("glibc", "2.17"));
    assertThat(Target.parse("musllinux_1_2_aarch64", Dialect.PYTHON).libc())
        .isEqualTo(new Libc("musl", "1.2"));
    assertThat(Target.parse("macosx_11_0_arm64", Dialect.PYTHON).osMin()).isEqualTo("11.0");
    assertThat(Target.parse("linux-x86_64", Dialect.PYTHON).libc().kind()).isEqualTo("open");
    fails(Dialect.PYTHON, "macosx_10_9_universal2", "several machines");
    assertThat(Target.parse("gnu_0_9_i686_at386", Dialect.PYTHON).os()).isEqualTo("hurd");
    assertThat(Target.parse("haiku_1_bepc", Dialect.PYTHON).isa()).isEqualTo("i586");
  }

  @Test
  void zig_must_name_the_abi_on_linux() throws Exception {
    fails(Dialect.ZIG, "x86_64-linux", "the ABI must be named");
    assertThat(Target.parse("x86_64-linux-gnu.2.28", Dialect.ZIG).libcMin()).isEqualTo("2.28");
    fails(Dialect.ZIG, "x86_64-linux-gnu.2", "`2` is no version of `gnu`");
    fails(Dialect.ZIG, "x86_64-linux-gnu.", "no version of `gnu`");
  }

  @Test
  void one_text_with_two_meanings_is_an_error_that_lists_them() {
    Explanation explanation = Explanation.of("armv7-suse-linux-gnueabi");
    assertThat(explanation.isAmbiguous()).isTrue();
    assertThatThrownBy(explanation::only)
        .asString()
        .contains("llvm: arm (v7)", "eabihf", "gnu: arm (v7)", "llvm:armv7-suse-linux-gnueabi");
  }

  @Test
  void who_asks_rustc_for_another_dialects_name_is_told_its_own() {
    instead("x86_64-linux-gnu", "rustc calls `x86_64-unknown-linux-gnu`");
    instead("linux/riscv64", "rustc calls `riscv64gc-unknown-linux-gnu`");
    instead("armv7-suse-linux-gnueabi", "llvm: arm (v7)");
    instead("x86_64-unknown-linux-gno", "did you mean `x86_64-unknown-linux-gnu`?");
    instead("nonsense", "`heddle targets` lists");
  }

  private static void instead(String text, String said) {
    Problem problem = Explanation.of(text).insteadOfRustcs(Problem.of("no target `" + text + "`"));
    assertThat(String.join("\n", problem.lines("error"))).as(text).contains(said);
  }

  @Test
  void any_text_gives_a_value_or_a_problem_and_spellings_read_back() throws Exception {
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    var random = new Random(seed);
    var words = new ArrayList<String>();
    for (RustcTarget row : RustcTargets.all()) {
      words.addAll(List.of(row.name().split("-", -1)));
    }
    words.addAll(
        List.of(
            "/",
            "linux/amd64",
            "armhf",
            "musl-linux",
            "mint",
            "win32",
            "\u0000",
            "\ud800",
            "i*86",
            "[",
            "_"));
    for (int i = 0; i < 4000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(5); n >= 0; n--) {
        text.append(words.get(random.nextInt(words.size()))).append(n == 0 ? "" : "-");
      }
      if (random.nextInt(4) == 0) {
        text.setCharAt(random.nextInt(text.length()), (char) (32 + random.nextInt(95)));
      }
      for (Dialect dialect : Dialect.values()) {
        check(text.toString(), dialect, seed);
      }
    }
  }

  private static void check(String text, Dialect dialect, long seed) throws Exception {
    Optional<Target> target;
    try {
      target = Reading.of(text, dialect).meaning();
    } catch (ProblemException _) {
      return;
    }
    if (target.isPresent()) {
      for (Dialect other : Dialect.values()) {
        Optional<String> spelt = target.get().spell(other);
        if (spelt.isPresent()) {
          assertThat(Target.parse(spelt.get(), other))
              .as("`%s` of %s in %s, seed %d", text, dialect, other, seed)
              .isEqualTo(target.get());
        }
      }
    }
  }
}
