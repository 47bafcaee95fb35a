package heddle.cli;

import heddle.cargo.GitReference;
import heddle.cargo.Package;
import heddle.cargo.SourceId;
import heddle.cargo.edit.DependencyText;
import heddle.rust.Locks;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.TomlEdit;
import java.util.List;
import java.util.stream.Collectors;

/** The repository that {@code add --git} names, with the branch, tag or revision of it. */
record AddedRepository(Arguments given, SourceId source) {
  static AddedRepository of(Arguments given) {
    GitReference reference =
        given
            .value("branch")
            .<GitReference>map(GitReference.Branch::new)
            .or(() -> given.value("tag").map(GitReference.Tag::new))
            .or(() -> given.value("rev").map(GitReference.Rev::new))
            .orElseGet(GitReference.DefaultBranch::new);
    return new AddedRepository(given, SourceId.git(given.value("git").orElse(""), reference));
  }

  private String url() {
    return given.value("git").orElse("");
  }

  /** The one package of it; a problem where there are several. */
  Package only(Locks locks) throws Exception {
    List<Package> packages = locks.in(source);
    if (packages.size() == 1) {
      return packages.getFirst();
    }
    if (packages.isEmpty()) {
      throw new ProblemException(Problem.of("no packages found at `" + url() + "`"));
    }
    String names = packages.stream().map(Package::name).sorted().collect(Collectors.joining(", "));
    throw new ProblemException(
        Problem.of("multiple packages found at `" + url() + "`:\n    " + names)
            .withHelp("name one of them: `heddle add --git " + url() + " <package>`"));
  }

  /** What the manifest says of a package of it; what is only for development has no version. */
  DependencyText text(Locks locks, String name, boolean dev) throws Exception {
    DependencyText text = DependencyText.NOTHING;
    for (String each : List.of("git", "branch", "tag", "rev")) {
      if (given.has(each)) {
        text = text.with(each, TomlEdit.string(given.value(each).orElse("")));
      }
    }
    for (Package each : dev ? List.<Package>of() : locks.in(source)) {
      if (each.name().equals(name)) {
        String version = Adding.release(each.version().toString());
        return text.with("version", TomlEdit.string(version));
      }
    }
    return text;
  }
}
