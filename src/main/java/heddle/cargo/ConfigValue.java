package heddle.cargo;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of the merged configuration with its origin; each item of a list has its own. */
public sealed interface ConfigValue {
  Origin origin();

  /** The kind, in the words of cargo's messages. */
  String kind();

  record Text(String value, Origin origin) implements ConfigValue {
    @Override
    public String kind() {
      return "string";
    }
  }

  record Whole(long value, Origin origin) implements ConfigValue {
    @Override
    public String kind() {
      return "integer";
    }
  }

  record Flag(boolean value, Origin origin) implements ConfigValue {
    @Override
    public String kind() {
      return "boolean";
    }
  }

  record Items(List<ConfigValue> items, Origin origin) implements ConfigValue {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "array";
    }
  }

  record Table(Map<String, ConfigValue> entries, Origin origin) implements ConfigValue {
    public Table {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String kind() {
      return "table";
    }
  }
}
