package heddle.cargo.edit;

import heddle.cargo.PackageIdSpec;
import heddle.text.ProblemException;
import heddle.text.Toml;
import heddle.text.TomlEdit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes out of a root manifest what no member uses any more: workspace dependencies, overrides of
 * profiles, replacements. Source of the rules: {@code gc_workspace} of cargo's {@code remove}.
 *
 * @param members the manifests of all members, the root's too where it is one
 */
public record WorkspaceCleanup(List<TomlEdit> members) {
  public WorkspaceCleanup {
    members = List.copyOf(members);
  }

  public TomlEdit clean(TomlEdit root) throws ProblemException {
    Set<String> inherited = new HashSet<>();
    Set<String> packages = new HashSet<>();
    Optional<Toml.Table> shared = root.table(List.of("workspace", "dependencies"));
    for (TomlEdit member : members) {
      for (List<String> path : DependencyTables.of(member)) {
        for (Toml.Entry entry : member.table(path).orElseThrow().entries().values()) {
          DependencyText text = DependencyText.of(entry.value());
          boolean ofWorkspace = text.get("workspace").isPresent();
          Optional<Toml> meant =
              ofWorkspace ? shared.flatMap(t -> t.get(entry.key())) : Optional.of(entry.value());
          if (ofWorkspace) {
            inherited.add(entry.key());
          }
          Optional<String> renamed =
              meant.isPresent()
                  ? DependencyText.of(meant.get()).string("package")
                  : Optional.empty();
          packages.add(renamed.orElse(entry.key()));
        }
      }
    }
    TomlEdit clean = without(root, List.of("workspace", "dependencies"), inherited, false);
    Optional<Toml.Table> profiles = clean.table(List.of("profile"));
    if (profiles.isPresent()) {
      for (String profile : List.copyOf(profiles.get().entries().keySet())) {
        clean = without(clean, List.of("profile", profile, "package"), packages, true);
      }
    }
    return without(clean, List.of("replace"), packages, true);
  }

  /** The table without the keys that are none of these names; without itself if it is empty. */
  private static TomlEdit without(TomlEdit edit, List<String> path, Set<String> kept, boolean specs)
      throws ProblemException {
    Optional<Toml.Table> table = edit.table(path);
    if (table.isEmpty()) {
      return edit;
    }
    TomlEdit clean = edit;
    for (String key : new ArrayList<>(table.get().entries().keySet())) {
      String name = key.equals("*") ? key : specs ? PackageIdSpec.parse(key).name() : key;
      if (!name.equals("*") && !kept.contains(name)) {
        clean = clean.removeWithComments(path, key);
      }
    }
    boolean empty = clean.table(path).filter(t -> t.entries().isEmpty()).isPresent();
    return empty
        ? clean.removeWithComments(path.subList(0, path.size() - 1), path.getLast())
        : clean;
  }
}
