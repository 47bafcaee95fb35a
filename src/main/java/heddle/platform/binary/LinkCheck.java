package heddle.platform.binary;

import heddle.platform.Target;
import heddle.text.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the artifacts that meet in one link go together: each with the target, and with each
 * other in what the target leaves open. A clash names the files, who brought them, the facet, and
 * what would mend it, before the linker says it in its own words or, worse, does not notice.
 */
public final class LinkCheck {
  private LinkCheck() {}

  /** The problems of linking {@code product} for the target; none if all go together. */
  public static List<Problem> problems(String product, Target target, List<LinkInput> inputs) {
    return problems(product, target, Abi.of(target), inputs);
  }

  /** The same, where more or less is wanted than the target alone says. */
  public static List<Problem> problems(
      String product, Target target, Abi wanted, List<LinkInput> inputs) {
    var problems = new ArrayList<Problem>();
    for (LinkInput input : inputs) {
      List<Abi.Clash> clashes = input.artifact().abi().against(wanted, true);
      if (!clashes.isEmpty()) {
        problems.add(withTarget(product, target, input, clashes));
      }
    }
    problems.addAll(between(product, wanted, inputs));
    return List.copyOf(problems);
  }

  /** The problems that the artifacts have with each other, in what {@code wanted} leaves open. */
  public static List<Problem> between(String product, Abi wanted, List<LinkInput> inputs) {
    var problems = new ArrayList<Problem>();
    Map<Facet, LinkInput> first = new LinkedHashMap<>();
    for (LinkInput input : inputs) {
      input
          .artifact()
          .abi()
          .facets()
          .forEach((facet, value) -> {
            if (facet.rule() == Facet.Rule.EQUAL && wanted.get(facet).isEmpty()) {
              LinkInput before = first.putIfAbsent(facet, input);
              if (before != null) {
                between(product, facet, before, input, problems);
              }
            }
          });
    }
    return List.copyOf(problems);
  }

  private static Problem withTarget(
      String product, Target target, LinkInput input, List<Abi.Clash> clashes) {
    Problem problem =
        Problem.of(
            "`"
                + input.artifact().name()
                + "` does not fit "
                + product
                + ": "
                + clashes.getFirst().text());
    problem = problem.withNote("the file comes from " + input.producer());
    for (Abi.Clash clash : clashes.subList(1, clashes.size())) {
      problem = problem.withNote("also " + clash.text());
    }
    Facet facet = clashes.getFirst().facet();
    String help =
        switch (facet) {
          case LIBC_MIN ->
              "build the library against "
                  + target.libc().kind()
                  + " "
                  + target.libcMin()
                  + ", or raise the floor to "
                  + clashes.getFirst().first();
          case FLOAT, CALLS, ISA, OS_MIN ->
              "build the library with the toolchain of the target: `heddle toolchains --export"
                  + " env`";
          default ->
              "a host directory may be in the library search: give the target's, or a sysroot";
        };
    return problem.withHelp(help);
  }

  private static void between(
      String product, Facet facet, LinkInput one, LinkInput two, List<Problem> problems) {
    String left = one.artifact().abi().get(facet).orElse("");
    String right = two.artifact().abi().get(facet).orElse("");
    if (left.equals(right)) {
      return;
    }
    problems.add(
        Problem.of("two libraries of " + product + " do not go together: " + facet.meaning())
            .withNote(side(one, left))
            .withNote(side(two, right))
            .withHelp(mend(facet)));
  }

  private static String side(LinkInput input, String value) {
    return value + ": `" + input.artifact().name() + "`, from " + input.producer();
  }

  private static String mend(Facet facet) {
    return switch (facet) {
      case CXX_STRING -> "compile both with the same -D_GLIBCXX_USE_CXX11_ABI";
      case RUSTC -> "compile both with the same rustc, down to its commit";
      case PYTHON, PYTHON_THREADING -> "build both for the same Python";
      case FLOAT -> "compile both with the same float ABI (-mfloat-abi)";
      default -> "build both with one toolchain";
    };
  }
}
