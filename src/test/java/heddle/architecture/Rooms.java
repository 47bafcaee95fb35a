package heddle.architecture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The one table of rooms: each with the rooms it may use, all of them above it in the table. */
final class Rooms {
  private Rooms() {}

  static Map<String, List<String>> table() {
    var rooms = new LinkedHashMap<String, List<String>>();
    rooms.put("text", List.of());
    rooms.put("engine", List.of());
    rooms.put("store", List.of("engine"));
    rooms.put("world", List.of("store", "text", "engine"));
    rooms.put("fetch", List.of("store", "text", "engine"));
    rooms.put("process", List.of("store", "text", "engine"));
    rooms.put("platform", List.of("process", "fetch", "world", "store", "text", "engine"));
    rooms.put(
        "contract", List.of("platform", "process", "fetch", "world", "store", "text", "engine"));
    rooms.put(
        "cargo",
        List.of("contract", "platform", "process", "fetch", "world", "store", "text", "engine"));
    rooms.put(
        "rust",
        List.of(
            "cargo",
            "contract",
            "platform",
            "process",
            "fetch",
            "world",
            "store",
            "text",
            "engine"));
    rooms.put("rules", List.of("process", "fetch", "world", "store", "text", "engine"));
    rooms.put(
        "cli",
        List.of(
            "rules",
            "rust",
            "cargo",
            "contract",
            "platform",
            "process",
            "fetch",
            "world",
            "store",
            "text",
            "engine"));
    return rooms;
  }
}
