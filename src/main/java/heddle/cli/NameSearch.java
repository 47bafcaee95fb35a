package heddle.cli;

import heddle.cargo.SourceId;
import heddle.cargo.edit.DependencyTables;
import heddle.cargo.edit.DependencyText;
import heddle.rust.Locks;
import heddle.text.Toml;
import heddle.text.TomlEdit;
import java.util.List;
import java.util.Optional;

/**
 * What a crate's name means for {@code add}: what manifests say of it, and how the registry spells
 * it.
 *
 * @param edit the manifest that is to be changed
 * @param path the table of it
 */
record NameSearch(Session session, Arguments given, Locks locks, TomlEdit edit, List<String> path) {
  private static List<String> spellings(String name) {
    return List.of(name, name.replace('-', '_'), name.replace('_', '-'));
  }

  /** Whether only the name says what is meant, and may be spelt in another way. */
  private boolean isLoose(String name) {
    return spellings(name).stream().distinct().count() > 1
        && !given.has("path")
        && !given.has("git")
        && !isMember(name);
  }

  /**
   * The name, or the one that differs from it by {@code -} and {@code _} where only that is in the
   * manifest ({@code fuzzy_lookup}).
   */
  String inManifests(String name) throws Exception {
    if (given.has("rename") || !isLoose(name)) {
      return name;
    }
    for (String each : spellings(name)) {
      DependencyText there = written(each);
      boolean ofRegistry =
          there.get("version").isPresent()
              && there.get("path").isEmpty()
              && there.get("git").isEmpty();
      if (each.equals(name) ? !there.fields().isEmpty() : ofRegistry) {
        told(name, each);
        return each;
      }
    }
    return name;
  }

  private DependencyText written(String name) throws Exception {
    DependencyText there = existing(name);
    return there.fields().isEmpty() && !given.has("registry")
        ? inherited(name).orElse(there)
        : there;
  }

  /** The name as the registry spells it, where no manifest says where the package comes from. */
  String inRegistry(String name) throws Exception {
    if (isLoose(name) && written(given.value("rename").orElse(name)).fields().isEmpty()) {
      SourceId registry = locks.registry(given.value("registry"));
      for (String each : spellings(name)) {
        if (locks.oldest(registry, each, "*").isPresent()) {
          return each;
        }
      }
    }
    return name;
  }

  private boolean isMember(String name) {
    return locks.workspace().members().stream().anyMatch(member -> member.name().equals(name));
  }

  void told(String name, String found) {
    if (!found.equals(name)) {
      session.terminal().warning("translating `" + name + "` to `" + found + "`");
    }
  }

  /** How much a table says of a dependency that is to stand in another ({@code Key} in cargo). */
  private static int rank(List<String> table) {
    int kind =
        switch (table.getLast()) {
          case "dependencies" -> 2;
          case "build-dependencies" -> 1;
          default -> 0;
        };
    return 2 * kind + (table.size() > 1 ? 1 : 0);
  }

  /** What the manifest has under this key: here, or of another table where it comes from. */
  DependencyText existing(String key) {
    Optional<Toml> here = edit.table(path).flatMap(table -> table.get(key));
    if (here.isPresent()) {
      return DependencyText.of(here.get());
    }
    DependencyText best = DependencyText.NOTHING;
    int rank = -1;
    for (List<String> other : DependencyTables.of(edit)) {
      Optional<Toml> there = edit.table(other).flatMap(table -> table.get(key));
      if (there.isPresent() && rank(other) >= rank) {
        rank = rank(other);
        best = DependencyText.of(there.get()).source();
      }
    }
    boolean dev = path.getLast().equals("dev-dependencies");
    boolean fetched = best.get("path").isEmpty() && best.get("git").isEmpty();
    return dev && !fetched ? best.without("version") : best;
  }

  Optional<DependencyText> inherited(String key) throws Exception {
    return TomlEdit.of(locks.read(locks.workspace().rootManifest()))
        .table(List.of("workspace", "dependencies"))
        .flatMap(table -> table.get(key))
        .map(DependencyText::of);
  }
}
