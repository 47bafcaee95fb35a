package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.cargo.BuildRequest.Intent;
import heddle.rust.Workshop;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The unstable flags of cargo ({@code -Z}) that a command line has. As with cargo they are taken
 * where the compiler is a nightly one, or {@code RUSTC_BOOTSTRAP=1} says so; editors do. Those that
 * Heddle does not follow are refused, and none is ignored. Source: cargo's {@code
 * core/features.rs}.
 */
final class Unstable {
  private static final String OPTIONS = "unstable-options";

  private static final String CHANNELS =
      "See https://doc.rust-lang.org/book/appendix-07-nightly-rust.html for more information about"
          + " Rust release channels.";

  /** What these flags ask for is done here, whether they are given or not. */
  private static final Set<String> DONE =
      Set.of("checksum-freshness", "fine-grain-locking", "binary-dep-depinfo", "mtime-on-use");

  private static final Set<String> FOLLOWED = Set.of(OPTIONS, "lockfile-path");

  /** What was unstable once, and the release that made it stable. */
  private static final Map<String, String> STABLE =
      Map.ofEntries(
          Map.entry("compile-progress", "1.30"),
          Map.entry("cache-messages", "1.40"),
          Map.entry("install-upgrade", "1.41"),
          Map.entry("config-profile", "1.43"),
          Map.entry("crate-versions", "1.47"),
          Map.entry("features", "1.51"),
          Map.entry("package-features", "1.51"),
          Map.entry("configurable-env", "1.56"),
          Map.entry("extra-link-arg", "1.56"),
          Map.entry("patch-in-config", "1.56"),
          Map.entry("named-profiles", "1.57"),
          Map.entry("future-incompat-report", "1.59.0"),
          Map.entry("namespaced-features", "1.60"),
          Map.entry("timings", "1.60"),
          Map.entry("weak-dep-features", "1.60"),
          Map.entry("multitarget", "1.64"),
          Map.entry("sparse-registry", "1.68"),
          Map.entry("terminal-width", "1.68"),
          Map.entry("doctest-in-workspace", "1.72"),
          Map.entry("credential-process", "1.74"),
          Map.entry("lints", "1.74"),
          Map.entry("registry-auth", "1.74"),
          Map.entry("check-cfg", "1.80"),
          Map.entry("doctest-xcompile", "1.89"),
          Map.entry("package-workspace", "1.89"),
          Map.entry("build-dir", "1.91"),
          Map.entry("config-include", "1.93"));

  private static final Set<String> OTHERS =
      Set.of(
          "advanced-env",
          "allow-features",
          "any-build-script-metadata",
          "asymmetric-token",
          "avoid-dev-deps",
          "bindeps",
          "build-analysis",
          "build-dir-new-layout",
          "build-std",
          "build-std-features",
          "cargo-lints",
          "codegen-backend",
          "direct-minimal-versions",
          "dual-proc-macros",
          "feature-unification",
          "fix-edition",
          "gc",
          "git",
          "gitoxide",
          "host-config",
          "json-target-spec",
          "minimal-versions",
          "msrv-policy",
          "next-lockfile-bump",
          "no-embed-metadata",
          "no-index-update",
          "panic-abort-tests",
          "panic-immediate-abort",
          "print-im-a-teapot",
          "profile-hint-mostly-unused",
          "profile-rustflags",
          "public-dependency",
          "publish-timeout",
          "root-dir",
          "rustc-unicode",
          "rustdoc-depinfo",
          "rustdoc-map",
          "rustdoc-mergeable-info",
          "rustdoc-scrape-examples",
          "sbom",
          "script",
          "section-timings",
          "separate-nightlies",
          "skip-rustdoc-fingerprint",
          "target-applies-to-host",
          "trim-paths",
          "warnings");

  private Unstable() {}

  static Option option() {
    return Option.value("Z", 'Z', "FLAG", "Unstable flags of cargo, as a nightly cargo takes them")
        .repeated();
  }

  /** Refuses what would not be done; says which flags are none any more. */
  static void check(Session session, Arguments given) throws Exception {
    List<String> flags = given.values("Z");
    if (flags.isEmpty()) return;
    String channel = channel(session, given);
    if (!allowed(channel)) {
      throw problem(
          "the `-Z` flag is only accepted on the nightly channel of Cargo, but this is the `"
              + channel
              + "` channel",
          CHANNELS);
    }
    for (String flag : flags) {
      String name = flag.split("=", 2)[0];
      if (STABLE.containsKey(name)) {
        if (!given.has("quiet")) {
          session
              .terminal()
              .warning(
                  "flag `-Z "
                      + name
                      + "` has been stabilized in the "
                      + STABLE.get(name)
                      + " release, and is no longer necessary");
        }
      } else if (FOLLOWED.contains(name) || DONE.contains(name)) {
        if (flag.contains("=")) {
          throw problem(
              "flag -Z"
                  + name
                  + " does not take a value, found: `"
                  + flag.substring(name.length() + 1)
                  + "`");
        }
      } else if (OTHERS.contains(name)) {
        throw problem("Heddle does not follow the unstable flag `-Z" + name + "` of cargo");
      } else {
        throw problem(
            "unknown `-Z` flag specified: " + name,
            "for one of rustc's, set RUSTFLAGS=\"-Z" + name + "\"");
      }
    }
  }

  /** Refuses a flag or a command of cargo's that is unstable, unless the command line allows it. */
  static void require(Session session, Arguments given, String what, int issue) throws Exception {
    if (given.values("Z").contains(OPTIONS)) return;
    String channel = channel(session, given);
    String see =
        "See https://github.com/rust-lang/cargo/issues/"
            + issue
            + " for more information about "
            + what
            + ".";
    if (allowed(channel)) {
      throw problem(what + " is unstable, pass `-Z unstable-options` to enable it", see);
    }
    throw problem(
        what
            + " is unstable, and only available on the nightly channel of Cargo, but this is the `"
            + channel
            + "` channel",
        CHANNELS,
        see);
  }

  /** Refuses {@code -C}, unless these flags allow it. */
  static void requireDirectory(Session session, List<String> flags) throws Exception {
    if (flags.contains(OPTIONS)
        && allowed(channel(session, new Arguments(Map.of(), List.of(), List.of())))) return;
    throw new ProblemException(
        Problem.of(
                "the `-C` flag is unstable, pass `-Z unstable-options` on the nightly channel to"
                    + " enable it")
            .withHelp("`--directory DIRECTORY` behind the command is Heddle's own"));
  }

  private static ProblemException problem(String text, String... notes) {
    Problem problem = Problem.of(text);
    for (String each : notes) problem = problem.withNote(each);
    return new ProblemException(problem);
  }

  private static boolean allowed(String channel) {
    return channel.equals("nightly") || channel.equals("dev");
  }

  private static String channel(Session session, Arguments given) throws Exception {
    Invocation invocation = session.invocation();
    var said = invocation.variable("__CARGO_TEST_CHANNEL_OVERRIDE_DO_NOT_USE_THIS");
    if (said.isPresent()) return said.get();
    if (invocation.variable("RUSTC_BOOTSTRAP").stream().anyMatch("1"::equals)) return "dev";
    try (Workshop shop = Workshops.look(session, given, BuildRequest.of(Intent.BUILD))) {
      String release = shop.inquiries().cargo().release();
      return Stream.of("nightly", "beta", "dev")
          .filter(each -> release.contains("-" + each))
          .findFirst()
          .orElse("stable");
    }
  }
}
