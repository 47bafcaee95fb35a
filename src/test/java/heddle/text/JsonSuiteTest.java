package heddle.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases of the public suite JSONTestSuite: y_ must parse, n_ must not, i_ may do either. */
class JsonSuiteTest {

  @TestFactory
  Stream<DynamicTest> a_text_gives_a_value_or_a_problem() throws Exception {
    return Suites.lines("json-test-suite.jsonl").stream()
        .map(test -> {
          String name = Suites.string(test, "name");
          byte[] bytes = HexFormat.of().parseHex(Suites.string(test, "hex"));
          return DynamicTest.dynamicTest(name, () -> check(name, bytes));
        });
  }

  private static void check(String name, byte[] bytes) {
    boolean parsed;
    try {
      Json json = Json.parse(name, bytes);
      assertThat(Json.parse(new Source(name, json.compact()))).isEqualTo(json);
      parsed = true;
    } catch (ProblemException _) {
      parsed = false;
    }
    if (!name.startsWith("i_")) {
      assertThat(parsed).isEqualTo(name.startsWith("y_"));
    }
  }
}
