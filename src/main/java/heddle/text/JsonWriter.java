package heddle.text;

/**
 * Appends JSON to a text, compact, in exactly the order of the calls; it puts the commas. Escapes
 * are those of serde_json (short ones, else four hexadecimal digits; nothing above U+001F but the
 * quote and the backslash), so that outputs can be compared byte for byte. A lone surrogate, which
 * UTF-8 cannot carry, is written as an escape.
 */
public final class JsonWriter {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out;
  private boolean comma;

  public JsonWriter(StringBuilder out) {
    this.out = out;
  }

  public JsonWriter beginObject() {
    separate();
    out.append('{');
    comma = false;
    return this;
  }

  public JsonWriter endObject() {
    out.append('}');
    comma = true;
    return this;
  }

  public JsonWriter beginArray() {
    separate();
    out.append('[');
    comma = false;
    return this;
  }

  public JsonWriter endArray() {
    out.append(']');
    comma = true;
    return this;
  }

  public JsonWriter key(String key) {
    separate();
    quote(key);
    out.append(':');
    comma = false;
    return this;
  }

  public JsonWriter string(String value) {
    separate();
    quote(value);
    return this;
  }

  public JsonWriter number(long value) {
    separate();
    out.append(value);
    return this;
  }

  public JsonWriter bool(boolean value) {
    separate();
    out.append(value);
    return this;
  }

  public JsonWriter nil() {
    separate();
    out.append("null");
    return this;
  }

  /** Text that is JSON already. */
  public JsonWriter raw(String json) {
    separate();
    out.append(json);
    return this;
  }

  public JsonWriter strings(Iterable<String> values) {
    beginArray();
    for (String value : values) {
      string(value);
    }
    return endArray();
  }

  public JsonWriter value(Json json) {
    switch (json) {
      case Json.Obj object -> {
        beginObject();
        for (var member : object.members().entrySet()) {
          key(member.getKey()).value(member.getValue());
        }
        endObject();
      }
      case Json.Arr array -> {
        beginArray();
        for (Json item : array.items()) {
          value(item);
        }
        endArray();
      }
      case Json.Str string -> string(string.value());
      case Json.Num number -> raw(number.text());
      case Json.Bool bool -> bool(bool.value());
      case Json.Nil _ -> nil();
    }
    return this;
  }

  private void separate() {
    if (comma) {
      out.append(',');
    }
    comma = true;
  }

  private void quote(String value) {
    out.append('"');
    int length = value.length();
    int plain = 0;
    while (plain < length && isPlain(value.charAt(plain))) {
      plain++;
    }
    out.append(value, 0, plain);
    for (int i = plain; i < length; i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || (Character.isSurrogate(c) && !paired(value, i))) {
            escape(c);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c != '"' && c != '\\' && c < Character.MIN_SURROGATE;
  }

  private static boolean paired(String value, int at) {
    return Character.isHighSurrogate(value.charAt(at))
        ? at + 1 < value.length() && Character.isLowSurrogate(value.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(value.charAt(at - 1));
  }

  private void escape(char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX.charAt((c >> shift) & 15));
    }
  }
}
