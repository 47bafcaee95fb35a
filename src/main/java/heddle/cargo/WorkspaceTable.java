package heddle.cargo;

import heddle.text.Toml;
import java.util.List;
import java.util.Optional;

/** A {@code [workspace]} table as written. Lists that are absent differ from empty ones. */
record WorkspaceTable(
    Optional<List<String>> members,
    Optional<List<String>> defaultMembers,
    List<String> exclude,
    Optional<Toml.Text> resolver,
    Optional<Toml> metadata,
    Toml.Table table) {
  public WorkspaceTable {
    members = members.map(List::copyOf);
    defaultMembers = defaultMembers.map(List::copyOf);
    exclude = List.copyOf(exclude);
  }
}
