package heddle.rules;

import heddle.text.Source;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the class that makes goals from words: what reflection would do, checked by the compiler.
 */
final class Maker {
  private Maker() {}

  /** A rule that stands for an intrinsic, both by their names in Java. */
  record Replacement(String intrinsic, String rule, boolean staged) {}

  static Source source(List<Goal> goals, List<Replacement> replacements) {
    var out = new StringBuilder();
    out.append("public final class ").append(Compiled.MAKER);
    out.append(" implements heddle.rules.Goals {\n");
    out.append("  public heddle.engine.Task<?> task(java.lang.String name, heddle.rules.Words words)\n");
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
    out.append("      default -> throw new java.lang.IllegalArgumentException(name);\n    }\n  }\n\n");
    out.append("  public heddle.engine.Handlers replacing(heddle.engine.Handlers handlers) {\n");
    out.append("    return handlers");
    for (Replacement each : replacements) {
      out.append("\n        .replacing").append(each.staged() ? "Staged(" : "(");
      out.append(each.intrinsic());
      out.append(
          each.staged()
              ? ".class, (i, c, first) -> { first.accept(c.early(new %s(i))); return c.get(new %s(i)); })"
                  .formatted(each.rule(), each.rule())
              : ".class, (i, c) -> c.get(new %s(i)))".formatted(each.rule()));
    }
    out.append(";\n  }\n}\n");
    return new Source(Compiled.MAKER + ".java", out.toString());
  }

  private static String argument(Goal.Parameter parameter) {
    String name = "(\"" + parameter.name() + "\"";
    return switch (parameter.kind()) {
      case TEXT -> "words.text" + name + ")";
      case WHOLE -> "words.whole" + name + ")";
      case LONG -> "words.number" + name + ")";
      case FLAG -> "words.flag" + name + ")";
      case PATH -> "words.path" + name + ")";
      case CHOICE -> "words.choice" + name + ", " + parameter.type() + ".values())";
      case OPTIONAL_TEXT -> "words.optional" + name + ")";
      case TEXTS -> "words.texts" + name + ")";
      case PATHS -> "words.paths" + name + ")";
    };
  }
}
