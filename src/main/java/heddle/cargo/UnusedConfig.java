package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Keys of the configuration that mean nothing to cargo, as warnings: those of tables whose keys are
 * all known. Source of the lists: cargo's {@code util/context/schema.rs} and {@code
 * sources/config.rs}.
 */
record UnusedConfig(Config config) {
  private static final Map<String, Set<String>> TABLES =
      Map.of(
          "build",
          Set.of(
              "analysis",
              "artifact-dir",
              "build-dir",
              "dep-info-basedir",
              "incremental",
              "jobs",
              "pipelining",
              "rustc",
              "rustc-workspace-wrapper",
              "rustc-wrapper",
              "rustdoc",
              "rustdocflags",
              "rustflags",
              "sbom",
              "target",
              "target-dir",
              "warnings"),
          "future-incompat-report",
          Set.of("frequency"),
          "http",
          Set.of(
              "cainfo",
              "check-revoke",
              "debug",
              "low-speed-limit",
              "multiplexing",
              "proxy",
              "proxy-cainfo",
              "ssl-version",
              "timeout",
              "user-agent"),
          "net",
          Set.of("git-fetch-with-cli", "offline", "retry", "ssh"),
          "resolver",
          Set.of("feature-unification", "incompatible-rust-versions", "lockfile-path"),
          "term",
          Set.of("color", "hyperlinks", "progress", "quiet", "unicode", "verbose"));

  private static final Set<String> SOURCE =
      Set.of(
          "branch", "directory", "git", "local-registry", "registry", "replace-with", "rev", "tag");

  List<Problem> problems() throws ProblemException {
    var problems = new ArrayList<Problem>();
    for (var each : new TreeMap<>(TABLES).entrySet()) {
      table(each.getKey(), config.value(each.getKey()), each.getValue(), problems);
    }
    for (var source : tables(config.value("source")).entrySet()) {
      table("source." + source.getKey(), Optional.of(source.getValue()), SOURCE, problems);
    }
    for (var profile : tables(config.value("profile")).entrySet()) {
      String name = "profile." + profile.getKey();
      table(name, Optional.of(profile.getValue()), UnusedKeys.PROFILE, problems);
      if (profile.getValue() instanceof ConfigValue.Table table) {
        Optional<ConfigValue> build = Optional.ofNullable(table.entries().get("build-override"));
        table(name + ".build-override", build, UnusedKeys.PROFILE, problems);
        for (var each : tables(Optional.ofNullable(table.entries().get("package"))).entrySet()) {
          table(
              name + ".package." + each.getKey(),
              Optional.of(each.getValue()),
              UnusedKeys.PROFILE,
              problems);
        }
      }
    }
    return problems;
  }

  private static Map<String, ConfigValue> tables(Optional<ConfigValue> value) {
    return value.isPresent() && value.get() instanceof ConfigValue.Table table
        ? table.entries()
        : Map.of();
  }

  private static void table(
      String name, Optional<ConfigValue> value, Set<String> known, List<Problem> problems) {
    tables(value)
        .forEach((key, at) -> {
          if (!known.contains(key)) {
            Problem problem =
                Problem.at(
                    at.origin().place(),
                    "unused config key `" + name + "." + key + "` in `" + at.origin() + "`");
            Optional<Suggestion> near = Suggestion.among(new TreeSet<>(known), key);
            problems.add(near.isPresent() ? problem.withHelp(near.get().help("key")) : problem);
          }
        });
  }
}
