package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses values of a wrong type in tables that cargo reads before every build, whether or not this
 * build needs them. Source of the lists: cargo's {@code util/context/schema.rs}.
 */
public record ConfigTypes(Config config) {
  private static final Map<String, List<String>> FLAGS =
      Map.of(
          "build", List.of("incremental", "pipelining"),
          "http", List.of("check-revoke", "debug", "multiplexing"),
          "term", List.of("hyperlinks", "quiet", "unicode", "verbose"));

  /** How the line of what a build does is shown; a width where it is asked for or given. */
  public record LiveLine(String when, Optional<Integer> width) {}

  /** Checks what a build of cargo reads first. */
  public void ofBuilds() throws ProblemException {
    flags("build");
    flags("http");
    if (config.table("http").isEmpty()
        && config.environment().keySet().stream().noneMatch(n -> n.startsWith("CARGO_HTTP_")))
      return;
    for (String key : List.of("low-speed-limit", "timeout")) config.whole("http", key);
    for (String key : List.of("cainfo", "proxy", "proxy-cainfo", "user-agent"))
      config.text("http", key);
  }

  /** Checks {@code term}, and gives {@code term.progress}. */
  public LiveLine ofTerm() throws ProblemException {
    config.table("term");
    flags("term");
    config.table("term", "progress");
    config.flag("term", "progress", "term-integration");
    Optional<Setting<String>> when = config.text("term", "progress", "when");
    Optional<Setting<Long>> width = config.whole("term", "progress", "width");
    if (when.isPresent() && !List.of("auto", "never", "always").contains(when.get().value()))
      throw Config.problem(
          when.get().origin(),
          "unknown variant `"
              + when.get().value()
              + "`, expected one of `auto`, `never`, `always` for `term.progress.when`");
    if (width.isPresent() && width.get().value() < 0)
      throw Config.problem(
          width.get().origin(), "`" + width.get().value() + "` is not a width of a line");
    String said = when.map(Setting::value).orElse("auto");
    if (said.equals("always") && width.isEmpty())
      throw new ProblemException(Problem.of("\"always\" progress requires a `width` key"));
    return new LiveLine(said, width.map(each -> (int) Math.min(each.value(), Integer.MAX_VALUE)));
  }

  private void flags(String table) throws ProblemException {
    for (String key : FLAGS.getOrDefault(table, List.of())) config.flag(table, key);
  }
}
