package heddle.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the headers of a TOML text stand, in the order of the keys, which is that in which they
 * first appear: tables of one name may be scattered over the text.
 */
record TomlHeaders(Toml.Table root) {
  /** The last header of those up to and in the nearest table of the path that is there. */
  Optional<Integer> last(List<String> path) {
    var found = new ArrayList<Integer>();
    until(root, path, found);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.getLast());
  }

  /** The header that stands next in the text behind this one, or first. */
  Optional<Integer> behind(Optional<Integer> header) {
    var all = new ArrayList<Integer>();
    until(root, List.of(), all);
    return all.stream().filter(at -> at > header.orElse(-1)).min(Integer::compare);
  }

  /** True if the nearest table of the path was gone through. */
  private static boolean until(Toml value, List<String> path, List<Integer> found) {
    if (value instanceof Toml.Array array && isHeaderValue(array)) {
      array.items().forEach(item -> until(item, List.of(), found));
    }
    if (!(value instanceof Toml.Table table) || isInline(table)) {
      return false;
    }
    if (hasHeader(table)) {
      found.add(table.place().start());
    }
    for (Toml.Entry entry : table.entries().values()) {
      boolean within = !path.isEmpty() && entry.key().equals(path.getFirst());
      boolean over = until(entry.value(), within ? path.subList(1, path.size()) : List.of(), found);
      if (over || (within && entry.value() instanceof Toml.Table)) {
        return true;
      }
    }
    return false;
  }

  static boolean isInline(Toml.Table table) {
    return table.place().text().startsWith("{");
  }

  static boolean hasHeader(Toml.Table table) {
    String text = table.place().text();
    return text.startsWith("[");
  }

  /** Whether a value was made by headers or dotted keys, so that it has no text of its own. */
  static boolean isHeaderValue(Toml value) {
    return switch (value) {
      case Toml.Table table -> !isInline(table);
      case Toml.Array array ->
          !array.items().isEmpty()
              && array.items().getFirst() instanceof Toml.Table table
              && hasHeader(table);
      default -> false;
    };
  }

  /** Whether a table was made by dotted keys: then no header may name it. */
  static boolean isDotted(Toml.Table table) {
    return !isInline(table)
        && !hasHeader(table)
        && table.place().end() > 0
        && table.entries().values().stream()
            .anyMatch(entry ->
                !isHeaderValue(entry.value())
                    || (entry.value() instanceof Toml.Table inner && isDotted(inner)));
  }
}
