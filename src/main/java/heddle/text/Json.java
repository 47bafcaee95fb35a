package heddle.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON value (RFC 8259). Objects keep the order of the text; of a repeated key the last value
 * counts, at the place of the first. Numbers keep their text.
 */
public sealed interface Json {
  record Obj(Map<String, Json> members) implements Json {
    public Obj {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    public Optional<Json> get(String key) {
      return Optional.ofNullable(members.get(key));
    }
  }

  record Arr(List<Json> items) implements Json {
    public Arr {
      items = List.copyOf(items);
    }
  }

  record Str(String value) implements Json {}

  /** A number as JSON writes it. */
  record Num(String text) implements Json {
    public static Num of(long value) {
      return new Num(Long.toString(value));
    }
  }

  record Bool(boolean value) implements Json {}

  record Nil() implements Json {}

  static Json parse(Source source) throws ProblemException {
    return new JsonParser(source).document();
  }

  /** Parses UTF-8; bytes that are not UTF-8 are a problem. The name is what errors show. */
  static Json parse(String name, byte[] utf8) throws ProblemException {
    return parse(new Source(name, decode(name, utf8)));
  }

  /**
   * As {@link #parse}, for what nobody vouches for: a key that stands twice in one object, and half
   * of a surrogate pair, are problems.
   */
  static Json strict(String name, byte[] utf8) throws ProblemException {
    return new JsonParser(new Source(name, decode(name, utf8)), true).document();
  }

  static Json parse(byte[] utf8) throws ProblemException {
    return parse("JSON", utf8);
  }

  /** The value as compact JSON, members in order. */
  default String compact() {
    var out = new StringBuilder();
    new JsonWriter(out).value(this);
    return out.toString();
  }

  private static String decode(String name, byte[] utf8) throws ProblemException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(utf8))
          .toString();
    } catch (CharacterCodingException _) {
      throw new ProblemException(Problem.of("`" + name + "` is not UTF-8"));
    }
  }
}
