package heddle.cargo;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What must hold of a workspace and its members, by the paths of their manifests. Warnings are
 * added to the list.
 */
record WorkspaceChecks(
    Path root,
    ManifestFile rootFile,
    Map<Path, WorkspaceChecks.Member> members,
    List<Problem> warnings) {
  /** A member, and the root that is found from it. */
  record Member(ManifestFile file, Optional<Path> root) {}

  private ManifestFile file(Path member) {
    return member(member).file();
  }

  private Member member(Path manifest) {
    return Optional.ofNullable(members.get(manifest)).orElseThrow();
  }

  private List<Package> packages() {
    return members.values().stream().flatMap(m -> m.file().member().stream()).toList();
  }

  /** Checks the members, and that the manifest asked for is one of them. */
  void check(Path manifest) throws ProblemException {
    var names = new HashMap<String, Package>();
    for (Package p : packages()) {
      Package other = names.put(p.name(), p);
      if (other != null) {
        throw new ProblemException(
            Problem.at(
                    p.manifest().place(), "two packages named `" + p.name() + "` in this workspace")
                .withLabel(other.manifest().place(), "the other one"));
      }
    }
    for (Path member : members.keySet()) {
      if (!member.equals(root) && file(member).root().workspace().isPresent()) {
        throw Fields.problem(
            file(member).root().workspace().get().table().place(),
            "multiple workspace roots found in the same workspace:\n  "
                + member.getParent()
                + "\n  "
                + root.getParent());
      }
      Optional<Path> own = member(member).root();
      if (!own.equals(Optional.of(root))) {
        throw new ProblemException(
            Problem.of(
                own.isPresent()
                    ? "package `"
                        + member
                        + "` is a member of the wrong workspace\nexpected: "
                        + root
                        + "\nactual:   "
                        + own.get()
                    : "workspace member `"
                        + member
                        + "` is not hierarchically below the workspace root `"
                        + root
                        + "`"));
      }
    }
    if (!members.containsKey(manifest)) {
      throw notMember(manifest);
    }
    warnOfIgnored();
  }

  private ProblemException notMember(Path manifest) {
    boolean listed =
        rootFile.member().isEmpty()
            || rootFile.root().workspace().flatMap(WorkspaceTable::members).isPresent();
    Path relative = root.resolve("..").normalize().relativize(manifest.resolve("..").normalize());
    return new ProblemException(
        Problem.of(
                "current package believes it's in a workspace when it's not:\ncurrent:   "
                    + manifest
                    + "\nworkspace: "
                    + root)
            .withHelp(
                listed
                    ? "this may be fixable by adding `"
                        + relative
                        + "` to the `workspace.members` array of the manifest located at: "
                        + root
                    : "this may be fixable by ensuring that this crate is depended on by the"
                        + " workspace root: "
                        + root)
            .withHelp(
                "alternatively, to keep it out of the workspace, add the package to the"
                    + " `workspace.exclude` array, or add an empty `[workspace]` table to the"
                    + " package's manifest"));
  }

  private void warnOfIgnored() {
    var newest = Edition.E2015;
    for (Path member : members.keySet()) {
      ManifestFile file = file(member);
      if (member.equals(root) || file.member().isEmpty()) {
        continue;
      }
      Edition edition = file.member().get().manifest().edition();
      newest = edition.isAtLeast(newest) ? edition : newest;
      RootTables own = file.root();
      var ignored = new ArrayList<String>();
      if (!own.profiles().isEmpty()) {
        ignored.add("profiles");
      }
      if (!own.replacements().isEmpty()) {
        ignored.add("replace");
      }
      if (!own.patches().isEmpty()) {
        ignored.add("patch");
      }
      if (own.resolver().isPresent()
          && !own.resolver().get().value().equals(resolver(rootFile).toString())) {
        ignored.add("resolver");
      }
      for (String what : ignored) {
        warnings.add(
            Problem.of(
                what
                    + " for the non root package will be ignored, specify "
                    + what
                    + " at the workspace root:\npackage:   "
                    + member
                    + "\nworkspace: "
                    + root));
      }
    }
    if (rootFile.member().isEmpty()
        && rootFile.root().resolver().isEmpty()
        && newest.isAtLeast(Edition.E2021)) {
      warnings.add(
          Problem.of(
                  "virtual workspace defaulting to `resolver = \"1\"` despite one or more workspace"
                      + " members being on edition "
                      + newest
                      + " which implies `resolver = \""
                      + ResolverVersion.of(newest)
                      + "\"`")
              .withNote(
                  "to keep the current resolver, specify `workspace.resolver = \"1\"` in the"
                      + " workspace root's manifest")
              .withNote(
                  "to use the edition "
                      + newest
                      + " resolver, specify `workspace.resolver = \""
                      + ResolverVersion.of(newest)
                      + "\"` in the workspace root's manifest"));
    }
  }

  static ResolverVersion resolver(ManifestFile root) {
    return root.root()
        .resolver()
        .flatMap(text -> ResolverVersion.of(text.value()))
        .orElse(
            root.member()
                .map(p -> ResolverVersion.of(p.manifest().edition()))
                .orElse(ResolverVersion.V1));
  }

  static ProblemException notRoot(Path manifest, ManifestFile current, Path root) {
    String message =
        "`package.workspace` configuration points to a crate which is not configured with"
            + " [workspace]:\nconfiguration at: "
            + manifest
            + "\npoints to: "
            + root;
    return new ProblemException(
        current
            .root()
            .workspacePointer()
            .map(p -> Problem.at(p.place(), message))
            .orElse(Problem.of(message)));
  }

  static Place memberPlace(WorkspaceTable table, Path root, Path directory) {
    Place place = new Fields(table.table()).place("members");
    if (table.table().get("members").orElse(table.table()) instanceof Toml.Array array) {
      for (Toml item : array.items()) {
        if (item instanceof Toml.Text text
            && WorkspaceSearch.join(root.resolve("..").normalize(), text.value())
                .equals(directory)) {
          place = text.place();
        }
      }
    }
    return place;
  }
}
