package heddle.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases of the public suite toml-test for TOML 1.1.0. */
class TomlSuiteTest {

  @TestFactory
  Stream<DynamicTest> a_document_gives_its_values_or_a_problem() throws Exception {
    return Suites.lines("toml-test-1.1.0.jsonl").stream()
        .map(test ->
            DynamicTest.dynamicTest(
                Suites.string(test, "name"),
                () -> check(Suites.string(test, "text"), test.get("expected"))));
  }

  private static void check(String toml, Optional<Json> expected) {
    String found;
    try {
      found = tagged(Toml.parse(new Source("test.toml", toml))).compact();
    } catch (ProblemException e) {
      found = "problem";
      if (expected.isPresent()) {
        throw new AssertionError(e);
      }
    }
    assertThat(found).isEqualTo(expected.map(json -> normal(json).compact()).orElse("problem"));
  }

  private static Json tagged(Toml toml) {
    return switch (toml) {
      case Toml.Text text -> tag("string", text.value());
      case Toml.Whole whole -> tag("integer", Long.toString(whole.value()));
      case Toml.Real real -> tag("float", Double.toString(real.value()));
      case Toml.Flag flag -> tag("bool", Boolean.toString(flag.value()));
      case Toml.Moment moment -> tag("moment", moment(moment.value()));
      case Toml.Array array ->
          new Json.Arr(array.items().stream().map(TomlSuiteTest::tagged).toList());
      case Toml.Table table -> {
        var members = new TreeMap<String, Json>();
        table.entries().forEach((key, entry) -> members.put(key, tagged(entry.value())));
        yield new Json.Obj(members);
      }
    };
  }

  private static Json tag(String type, String value) {
    var members = new TreeMap<String, Json>();
    members.put("type", new Json.Str(type));
    members.put("value", new Json.Str(value));
    return new Json.Obj(members);
  }

  /** The suite's expectation with keys sorted and its spellings of values made one. */
  private static Json normal(Json json) {
    return switch (json) {
      case Json.Arr array ->
          new Json.Arr(array.items().stream().map(TomlSuiteTest::normal).toList());
      case Json.Obj object -> {
        if (object.members().keySet().equals(Set.of("type", "value"))
            && object.get("value").orElseThrow() instanceof Json.Str) {
          String type = Suites.string(object, "type");
          String value = Suites.string(object, "value");
          yield switch (type) {
            case "float" -> tag("float", Double.toString(number(value)));
            case "datetime", "datetime-local", "date-local", "time-local" ->
                tag("moment", moment(value));
            default -> tag(type, value);
          };
        }
        var members = new TreeMap<String, Json>();
        object.members().forEach((key, value) -> members.put(key, normal(value)));
        yield new Json.Obj(members);
      }
      default -> json;
    };
  }

  private static double number(String value) {
    return switch (value) {
      case "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan", "+nan", "-nan" -> Double.NaN;
      default -> Double.parseDouble(value);
    };
  }

  /** One spelling of a moment: T and Z in capitals, seconds given, no zeros at a fraction's end. */
  private static String moment(String text) {
    String upper = text.toUpperCase(Locale.ROOT).replace(' ', 'T');
    int time = upper.indexOf(':') - 2;
    if (time < 0) {
      return upper;
    }
    int end = time;
    while (end < upper.length() && "0123456789:.".indexOf(upper.charAt(end)) >= 0) {
      end++;
    }
    String clock = upper.substring(time, end);
    if (clock.length() == 5) {
      clock += ":00";
    }
    if (clock.contains(".")) {
      clock = clock.replaceAll("\\.?0*$", "");
    }
    return upper.substring(0, time) + clock + upper.substring(end);
  }
}
