package heddle.cargo;

import heddle.text.Place;
import heddle.text.Source;
import heddle.text.Toml;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** TOML as {@link KeptText}: a number for the type of a value, then the value; no places. */
final class KeptToml {
  static final Place NOWHERE = new Source("", "").all();

  private static final int TEXT = 0;
  private static final int WHOLE = 1;
  private static final int FLAG = 2;
  private static final int REAL = 3;
  private static final int MOMENT = 4;
  private static final int ARRAY = 5;
  private static final int TABLE = 6;

  private KeptToml() {}

  static void write(KeptText out, Toml toml) {
    switch (toml) {
      case Toml.Text text -> out.number(TEXT).text(text.value());
      case Toml.Whole whole -> out.number(WHOLE).text(Long.toString(whole.value()));
      case Toml.Flag flag -> out.number(FLAG).flag(flag.value());
      case Toml.Real real -> out.number(REAL).text(Double.toString(real.value()));
      case Toml.Moment moment -> out.number(MOMENT).text(moment.value());
      case Toml.Array array -> {
        out.number(ARRAY).number(array.items().size());
        array.items().forEach(item -> write(out, item));
      }
      case Toml.Table table -> {
        out.number(TABLE).number(table.entries().size());
        for (Toml.Entry entry : table.entries().values()) {
          write(out.text(entry.key()), entry.value());
        }
      }
    }
  }

  static Toml read(KeptTextReader in) {
    int type = in.number();
    return switch (type) {
      case TEXT -> new Toml.Text(in.text(), NOWHERE);
      case WHOLE -> new Toml.Whole(Long.parseLong(in.text()), NOWHERE);
      case FLAG -> new Toml.Flag(in.flag(), NOWHERE);
      case REAL -> new Toml.Real(Double.parseDouble(in.text()), NOWHERE);
      case MOMENT -> new Toml.Moment(in.text(), NOWHERE);
      case ARRAY -> {
        var items = new ArrayList<Toml>();
        for (int left = in.number(); left > 0; left--) {
          items.add(read(in));
        }
        yield new Toml.Array(items, NOWHERE);
      }
      case TABLE -> {
        var entries = new LinkedHashMap<String, Toml.Entry>();
        for (int left = in.number(); left > 0; left--) {
          String key = in.text();
          entries.put(key, new Toml.Entry(key, NOWHERE, read(in)));
        }
        yield new Toml.Table(entries, NOWHERE);
      }
      default -> throw new IllegalArgumentException("no type of TOML: " + type);
    };
  }
}
