package heddle.cargo.edit;

import heddle.cargo.FeatureValue;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import heddle.text.TomlEdit;
import java.util.List;
import java.util.Optional;

/**
 * Takes out of {@code [features]} what a dependency that is gone, or optional no more, leaves
 * behind. Source of the rules: {@code fix_feature_activations} of cargo's {@code
 * util/toml_mut/manifest.rs}.
 */
public record FeatureCleanup(String key) {
  /** The manifest without what does not lead anywhere any more. */
  public TomlEdit clean(TomlEdit edit) throws ProblemException {
    List<Toml> left = DependencyTables.named(edit, key);
    if (left.stream().anyMatch(FeatureCleanup::isOptional)) {
      return edit;
    }
    boolean explicit = false;
    for (Toml.Array array : arrays(edit)) {
      for (Toml item : array.items()) {
        explicit |= item instanceof Toml.Text(String text, var _) && text.equals("dep:" + key);
      }
    }
    TomlEdit clean = edit;
    while (true) {
      Optional<TomlEdit> next = step(clean, left.isEmpty(), explicit);
      if (next.isEmpty()) {
        return clean;
      }
      clean = next.get();
    }
  }

  private static boolean isOptional(Toml dependency) {
    return dependency instanceof Toml.Table table
        && table
            .get("optional")
            .filter(o -> o instanceof Toml.Flag(boolean on, var _) && on)
            .isPresent();
  }

  private static List<Toml.Array> arrays(TomlEdit edit) {
    return edit.table(List.of("features")).stream()
        .flatMap(table -> table.entries().values().stream())
        .filter(entry -> entry.value() instanceof Toml.Array)
        .map(entry -> (Toml.Array) entry.value())
        .toList();
  }

  private Optional<TomlEdit> step(TomlEdit edit, boolean gone, boolean explicit)
      throws ProblemException {
    for (Toml.Array array : arrays(edit)) {
      for (int i = array.items().size() - 1; i >= 0; i--) {
        if (!(array.items().get(i) instanceof Toml.Text(String text, var place))) {
          continue;
        }
        FeatureValue value = FeatureValue.parse(text);
        boolean leads =
            switch (value) {
              case FeatureValue.Feature(String name) -> name.equals(key) && !explicit;
              case FeatureValue.Dep(String name) -> name.equals(key);
              case FeatureValue.DepFeature(String name, _, _) -> gone && name.equals(key);
            };
        if (leads) {
          return Optional.of(remove(edit, array, i));
        }
        if (value instanceof FeatureValue.DepFeature(String name, String feature, boolean weak)
            && weak
            && name.equals(key)) {
          return Optional.of(
              splice(edit, place.start(), place.end(), TomlEdit.string(name + "/" + feature)));
        }
      }
    }
    return Optional.empty();
  }

  /** An item leaves with its comma; what stands before the next one stays. */
  private static TomlEdit remove(TomlEdit edit, Toml.Array array, int index)
      throws ProblemException {
    String text = edit.text();
    Toml item = array.items().get(index);
    int before =
        index == 0
            ? array.place().start() + 1
            : comma(text, array.items().get(index - 1).place().end());
    if (index + 1 < array.items().size()) {
      int after = comma(text, item.place().end());
      return splice(edit, index == 0 ? before : before + 1, after + 1, "");
    }
    int end = item.place().end();
    if (index == 0) {
      int comma = comma(text, end);
      end = comma < array.place().end() ? comma + 1 : end;
    }
    return splice(edit, before, end, "");
  }

  /** The comma behind an item; comments may hold others. */
  private static int comma(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != ']') {
      if (text.charAt(at) == '#') {
        at = text.indexOf('\n', at);
      }
      at++;
    }
    return at < text.length() && text.charAt(at) == ',' ? at : Integer.MAX_VALUE;
  }

  private static TomlEdit splice(TomlEdit edit, int start, int end, String with)
      throws ProblemException {
    String text = edit.text();
    return TomlEdit.of(
        new Source(edit.source().name(), text.substring(0, start) + with + text.substring(end)));
  }
}
