package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.contract.Setting;
import heddle.contract.policy.PackageSpec;
import heddle.contract.policy.PolicyFile;
import heddle.rust.ContractView;
import heddle.rust.Workshop;
import heddle.text.Json;
import heddle.text.TomlEdit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code heddle set}: writes the value of an option into the root's heddle.toml, after it was held
 * against the option's declaration, and leaves all other text of it as it is.
 */
final class SetCommand implements Command {
  @Override
  public Usage usage() {
    return new Usage(
        "PACKAGE:OPTION=VALUE...",
        1,
        Integer.MAX_VALUE,
        false,
        ContractSession.options(
            Option.flag("unset", "Take the lines out: the words are PACKAGE:OPTION"),
            Option.flag("dry-run", "Show the difference, and write nothing")));
  }

  @Override
  public int run(Session session, Arguments given) throws Exception {
    return given.has("unset") ? unset(session, given) : set(session, given);
  }

  private static int set(Session session, Arguments given) throws Exception {
    for (String word : given.words()) {
      if (word.indexOf('=') < 0)
        throw new UsageException(
            "`" + word + "` sets nothing",
            Optional.of("write PACKAGE:OPTION=VALUE, native=VALUE or python=VALUE"));
    }
    // Spoken as -o they are checked as -o is, and decide where the file may not yet.
    Map<String, List<String>> options = new HashMap<>(given.options());
    var spoken = new ArrayList<>(given.values("option"));
    spoken.addAll(given.words());
    options.put("option", spoken);
    try (Workshop shop =
        ContractSession.open(session, new Arguments(options, given.words(), List.of()))) {
      ContractView view = shop.contracts();
      var edits = new ContractSession(session.terminal(), shop);
      TomlEdit edit = edits.policy(view.root());
      for (String word : given.words()) {
        String name = word.substring(0, word.indexOf('='));
        String value = word.substring(word.indexOf('=') + 1);
        int colon = name.indexOf(':');
        edit =
            colon < 0
                ? edit.set(List.of(), name, TomlEdit.string(value))
                : edit.set(
                    List.of("option", name.substring(0, colon)),
                    name.substring(colon + 1),
                    toml(view, name));
      }
      PolicyFile.read(edit.source());
      edits.write(view.root(), edit.text(), given.has("dry-run"));
      return 0;
    }
  }

  private static int unset(Session session, Arguments given) throws Exception {
    try (Workshop shop =
        Workshops.open(session, given, BuildOptions.request(BuildRequest.Intent.BUILD, given))) {
      Path root = shop.root();
      var edits = new ContractSession(session.terminal(), shop);
      TomlEdit edit = edits.policy(root);
      for (String name : given.words()) {
        int colon = name.indexOf(':');
        List<String> path = colon < 0 ? List.of() : List.of("option", name.substring(0, colon));
        String key = name.substring(colon + 1);
        if (edit.table(path).flatMap(table -> table.entry(key)).isEmpty())
          throw new UsageException("heddle.toml does not set `" + name + "`");
        edit = edit.remove(path, key);
        if (colon > 0 && edit.table(path).filter(t -> t.entries().isEmpty()).isPresent())
          edit = edit.remove(List.of("option"), name.substring(0, colon));
      }
      String text = edit.text();
      edits.write(root, text.isBlank() ? "" : text, given.has("dry-run"));
      return 0;
    }
  }

  /** The value that was decided, which is of the option's type, as TOML: JSON of these types is. */
  private static String toml(ContractView view, String name) {
    int colon = name.indexOf(':');
    PackageSpec spec = PackageSpec.parse(name.substring(0, colon));
    for (int i = 0; i < view.graph().nodes().size(); i++) {
      var node = view.graph().nodes().get(i);
      if (!spec.names(node.pkg(), node.version())) continue;
      Optional<Setting> setting =
          Optional.ofNullable(view.graph().settings().get(i).get(name.substring(colon + 1)));
      Optional<Json> value = setting.flatMap(Setting::value);
      if (value.isPresent()) return shown(value.get());
    }
    throw new IllegalStateException("nobody decided " + name);
  }

  private static String shown(Json value) {
    return switch (value) {
      case Json.Str text -> TomlEdit.string(text.value());
      case Json.Arr list ->
          "[" + String.join(", ", list.items().stream().map(SetCommand::shown).toList()) + "]";
      default -> value.compact();
    };
  }
}
