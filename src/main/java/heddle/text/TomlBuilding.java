package heddle.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** A table while its document is read, and the rules of TOML on what may still be added to it. */
final class TomlBuilding {
  /** How a table came to be, which decides what may extend it. */
  enum Origin {
    /** Named on the way of a header: a later header may define it, no dotted key extend it. */
    IMPLIED,
    /** Made by a dotted key: more dotted keys may extend it, no header may define it. */
    DOTTED,
    /** Defined by its own header, or an item of an array of tables. */
    DEFINED
  }

  /** What a key holds: exactly one of a finished value, a table, tables. */
  private sealed interface Held {
    record Value(Toml value) implements Held {}

    record One(TomlBuilding table) implements Held {}

    record Many(List<TomlBuilding> tables, Place place) implements Held {}
  }

  private record Slot(Key key, Held held) {}

  /** One part of a dotted key. */
  record Key(String name, Place place) {}

  private final LinkedHashMap<String, Slot> slots = new LinkedHashMap<>();
  private Origin origin;
  private Place place;

  TomlBuilding(Origin origin, Place place) {
    this.origin = origin;
    this.place = place;
  }

  /** Adds {@code path = value} to this table. */
  void put(List<Key> path, Toml value) throws ProblemException {
    TomlBuilding table = this;
    for (int i = 0; i < path.size() - 1; i++) {
      table = table.dottedStep(path.get(i));
    }
    Key last = path.getLast();
    Slot old = table.slots.putIfAbsent(last.name, new Slot(last, new Held.Value(value)));
    if (old != null) {
      throw duplicate(last, old);
    }
  }

  private TomlBuilding dottedStep(Key key) throws ProblemException {
    Slot slot = slots.get(key.name);
    if (slot == null) {
      return add(key, Origin.DOTTED, key.place);
    }
    if (slot.held instanceof Held.One(TomlBuilding table) && table.origin == Origin.DOTTED) {
      return table;
    }
    throw slot.held instanceof Held.Value(Toml value) && !(value instanceof Toml.Table)
        ? extended(key, slot, value)
        : duplicate(key, slot);
  }

  /** The table that the header {@code [path]} defines. */
  TomlBuilding define(List<Key> path, Place header) throws ProblemException {
    TomlBuilding parent = walk(path);
    Key last = path.getLast();
    Slot slot = parent.slots.get(last.name);
    if (slot == null) {
      return parent.add(last, Origin.DEFINED, header);
    }
    if (slot.held instanceof Held.One(TomlBuilding table) && table.origin == Origin.IMPLIED) {
      table.origin = Origin.DEFINED;
      table.place = header;
      return table;
    }
    throw duplicate(last, slot);
  }

  /** The new last table of the array of tables {@code [[path]]}. */
  TomlBuilding append(List<Key> path, Place header) throws ProblemException {
    TomlBuilding parent = walk(path);
    Key last = path.getLast();
    Slot slot =
        parent.slots.computeIfAbsent(
            last.name, _ -> new Slot(last, new Held.Many(new ArrayList<>(), header)));
    if (!(slot.held instanceof Held.Many(List<TomlBuilding> tables, Place _))) {
      throw duplicate(last, slot);
    }
    var table = new TomlBuilding(Origin.DEFINED, header);
    tables.add(table);
    return table;
  }

  private TomlBuilding walk(List<Key> path) throws ProblemException {
    TomlBuilding table = this;
    for (int i = 0; i < path.size() - 1; i++) {
      Key key = path.get(i);
      Slot slot = table.slots.get(key.name);
      if (slot == null) {
        table = table.add(key, Origin.IMPLIED, key.place);
        continue;
      }
      table =
          switch (slot.held) {
            case Held.One(TomlBuilding one) -> one;
            case Held.Many(List<TomlBuilding> tables, Place _) -> tables.getLast();
            case Held.Value(Toml value) -> throw extended(key, slot, value);
          };
    }
    return table;
  }

  private TomlBuilding add(Key key, Origin made, Place where) {
    var table = new TomlBuilding(made, where);
    slots.put(key.name, new Slot(key, new Held.One(table)));
    return table;
  }

  /** The finished table. */
  Toml.Table table() {
    var entries = LinkedHashMap.<String, Toml.Entry>newLinkedHashMap(slots.size());
    for (var slot : slots.values()) {
      Toml value =
          switch (slot.held) {
            case Held.Value(Toml finished) -> finished;
            case Held.One(TomlBuilding one) -> one.table();
            case Held.Many(List<TomlBuilding> tables, Place where) -> {
              var items = new ArrayList<Toml>(tables.size());
              for (var item : tables) {
                items.add(item.table());
              }
              yield new Toml.Array(items, where);
            }
          };
      entries.put(slot.key.name, new Toml.Entry(slot.key.name, slot.key.place, value));
    }
    return new Toml.Table(entries, place);
  }

  private static ProblemException duplicate(Key key, Slot first) {
    return new ProblemException(
        Problem.at(key.place, "duplicate key `" + key.name + "`")
            .withLabel(first.key.place, "first defined here"));
  }

  private static ProblemException extended(Key key, Slot slot, Toml value) {
    return new ProblemException(
        Problem.at(
                key.place,
                "`" + key.name + "` is of type " + value.kind() + " and cannot be extended")
            .withLabel(slot.key.place, "defined here"));
  }
}
