package heddle.contract;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Contexts that no Heddle writes, by what is wrong with them; every client is to refuse each. */
final class HostileContexts {
  static final String GOOD =
      "{\"heddle\":1,\"package\":{\"name\":\"foo-sys\",\"version\":\"1.0.0\"},"
          + "\"target\":{\"arch\":\"x86_64\",\"spellings\":{\"rustc\":\"x86_64-unknown-linux-gnu\"}},"
          + "\"host\":{},\"options\":{\"level\":{\"value\":7,\"set\":true}},"
          + "\"downloads\":{\"source\":{\"path\":\"/d\"}},\"caches\":{\"objects\":{\"path\":\"/c\"}},"
          + "\"facts\":{\"answer\":{\"schema\":\"data/1\",\"from\":\"z@1\",\"value\":{\"value\":1}}}}";

  private HostileContexts() {}

  static Map<String, byte[]> all() {
    var all = new LinkedHashMap<String, byte[]>();
    for (String text : new String[] {"", "[]", "\"x\"", "null", "3", "{}"}) put(all, text, text);
    put(all, "version 2", GOOD.replace("\"heddle\":1", "\"heddle\":2"));
    put(all, "version as text", GOOD.replace("\"heddle\":1", "\"heddle\":\"1\""));
    put(all, "version 1.5", GOOD.replace("\"heddle\":1", "\"heddle\":1.5"));
    put(all, "nothing else", "{\"heddle\":1}");
    for (String table : new String[] {"options", "downloads", "caches", "facts", "target"}) {
      put(all, table + " missing", GOOD.replace("\"" + table + "\":", "\"other\":"));
      for (String value : new String[] {"[]", "null", "\"x\"", "7"}) {
        put(
            all,
            table + " " + value,
            GOOD.replace("\"" + table + "\":{", "\"" + table + "\":" + value + ",\"other\":{"));
      }
    }
    String arch = "\"arch\":\"x86_64\"";
    for (String value : new String[] {"[\"x86_64\"]", "{}", "7", "null", "true"})
      put(all, "arch " + value, GOOD.replace(arch, "\"arch\":" + value));
    for (String value : new String[] {"\"64\"", "[64]", "null"})
      put(all, "bits " + value, GOOD.replace(arch, arch + ",\"bits\":" + value));
    for (String value : new String[] {"[]", "\"x\"", "{\"rustc\":7}", "{\"a\":\"b\",\"c\":{}}"})
      put(
          all,
          "spellings " + value,
          GOOD.replace("{\"rustc\":\"x86_64-unknown-linux-gnu\"}", value));
    put(all, "an option as a list", GOOD.replace("{\"value\":7,\"set\":true}", "[]"));
    put(all, "a path as a number", GOOD.replace("\"/d\"", "3"));
    put(all, "a fact as a list", GOOD.replace("{\"schema\"", "[],\"other\":{\"schema\""));
    put(all, "deep", "{\"heddle\":1,\"x\":" + "[".repeat(200_000) + "]".repeat(200_000) + "}");
    put(all, "deep without an end", "[".repeat(200_000));
    put(all, "cut", GOOD.substring(0, GOOD.length() - 5));
    put(all, "more behind it", GOOD + " x");
    put(all, "a control character", GOOD.replace("\"z@1\"", "\"z\n1\""));
    put(all, "a wrong escape", GOOD.replace("\"z@1\"", "\"\\q\""));
    put(all, "a short escape", GOOD.replace("\"z@1\"", "\"\\u12\""));
    put(all, "huge", "{\"heddle\":1,\"x\":\"" + "a".repeat(8 << 20) + "\"}");
    return all;
  }

  private static void put(Map<String, byte[]> all, String name, String text) {
    all.put(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
