package heddle.rules;

import heddle.text.Source;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the class that makes goals from words: what reflection would do, checked by the compiler.
 */
final class Maker {
  private Maker() {}

  /**
   * A rule that stands for an intrinsic, both by their names in Java.
   *
   * @param said where heddle.toml says so
   * @param binary the rule's name as a class file has it
   */
  record Replacement(
      RuleFile.Word said, String intrinsic, String rule, String binary, boolean staged) {
    /** The line that binds it, the only one where its types may turn out not to fit. */
    String line() {
      return staged
          ? ".replacingStaged(%s.class, (i, c, first) -> { first.accept(c.early(new %s(i))); return c.get(new %s(i)); })"
              .formatted(intrinsic, rule, rule)
          : ".replacing(%s.class, (i, c) -> c.get(new %s(i)))".formatted(intrinsic, rule);
    }
  }

  static Source source(List<Goal> goals, List<Replacement> replacements) {
    var out = new StringBuilder();
    out.append("public final class ").append(Compiled.MAKER);
    out.append(" implements heddle.rules.Goals {\n");
    out.append(
        "  public heddle.engine.Task<?> task(java.lang.String name, heddle.rules.Words words)\n");
    out.append("      throws heddle.text.ProblemException {\n    switch (name) {\n");
    for (Goal goal : goals) {
      out.append("      case \"")
          .append(goal.name())
          .append("\" -> { return new ")
          .append(goal.type());
      out.append(
          goal.parameters().stream()
              .map(Maker::argument)
              .collect(Collectors.joining(", ", "(", ")")));
      out.append("; }\n");
    }
    out.append(
        "      default -> throw new java.lang.IllegalArgumentException(name);\n    }\n  }\n\n");
    out.append("  public heddle.engine.Handlers replacing(heddle.engine.Handlers handlers) {\n");
    out.append("    return handlers");
    for (Replacement each : replacements) out.append("\n        ").append(each.line());
    out.append(";\n  }\n}\n");
    return new Source(Compiled.MAKER + ".java", out.toString());
  }

  private static String argument(Goal.Parameter parameter) {
    String name = "\"" + parameter.name() + "\"";
    if (parameter.kind() == Goal.Kind.FLAG && parameter.count() == Goal.Count.ONE) {
      return "words.given(" + name + ")";
    }
    String reading =
        switch (parameter.kind()) {
          case TEXT -> "words::text";
          case WHOLE -> "words::whole";
          case LONG -> "words::number";
          case FLAG -> "words::flag";
          case PATH -> "words::path";
          case CHOICE -> "(n, t) -> words.choice(n, t, " + parameter.type() + ".values())";
        };
    String how =
        switch (parameter.count()) {
          case ONE -> "one";
          case OPTIONAL -> "optional";
          case LIST -> "list";
        };
    return "words." + how + "(" + name + ", " + reading + ")";
  }
}
