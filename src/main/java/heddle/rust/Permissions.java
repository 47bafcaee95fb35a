package heddle.rust;

import heddle.store.Depot;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the root's {@code heddle.toml} allows the scripts of packages: {@code [package."name"] allow = ["network", "env:NAME", "read:PATH"]}. */
final class Permissions {
  private Permissions() {}

  static List<Build.Permission> read(Depot depot, Path workspace) throws IOException, ProblemException {
    Path file = workspace.resolve("heddle.toml");
    Optional<String> text = depot.readText(file);
    if (text.isEmpty()) {
      return List.of();
    }
    List<Build.Permission> permissions = new ArrayList<>();
    Toml.Table root = Toml.parse(new Source(file.toString(), text.get()));
    Toml.Entry packages = root.entries().get("package");
    if (packages == null || !(packages.value() instanceof Toml.Table table)) {
      return List.of();
    }
    for (Map.Entry<String, Toml.Entry> each : table.entries().entrySet()) {
      if (!(each.getValue().value() instanceof Toml.Table own)) {
        continue;
      }
      Toml.Entry allow = own.entries().get("allow");
      if (allow == null) {
        continue;
      }
      if (!(allow.value() instanceof Toml.Array items)) {
        throw new ProblemException(Problem.at(allow.value().place(), "`allow` is a list of strings"));
      }
      List<String> words = new ArrayList<>();
      for (Toml item : items.items()) {
        if (!(item instanceof Toml.Text word) || !known(word.value())) {
          throw new ProblemException(
              Problem.at(item.place(), "this is nothing that can be allowed").withHelp("allow \"network\", \"env:NAME\" or \"read:PATH\""));
        }
        words.add(word.value());
      }
      permissions.add(new Build.Permission(each.getKey(), words));
    }
    return permissions;
  }

  private static boolean known(String word) {
    return word.equals("network") || word.startsWith("env:") || word.startsWith("read:");
  }
}
