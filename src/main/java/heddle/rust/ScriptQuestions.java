package heddle.rust;

import heddle.engine.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one run of a build script asked of cargo, and the answers. The program that {@code CARGO}
 * names leaves a question that has no answer yet in OUT_DIR; the script then runs again and finds
 * it answered.
 */
final class ScriptQuestions {
  /** The variable that names the directory of answers. */
  static final String VARIABLE = "HEDDLE_CARGO_ANSWERS";

  /** Names of files with questions begin so. */
  static final String ASKED = ".heddle-asked";

  /** So many times a script may ask something new. */
  private static final int ROUNDS = 8;

  private final Build build;
  private final Context context;
  private final Map<CargoQuestion, CargoAnswers.Answer> answers = new LinkedHashMap<>();
  private int rounds;

  ScriptQuestions(Build build, Context context) {
    this.build = build;
    this.context = context;
  }

  /** Answers what some earlier run asked. */
  void expect(List<String> lines) throws InterruptedException {
    for (String line : lines) answer(CargoQuestion.of(line, build.text()));
  }

  /** Takes up what a run asked; whether there is something new, so that it should run again. */
  boolean take(Path out) throws IOException, InterruptedException {
    boolean fresh = false;
    for (String name : build.machine().list(out)) {
      if (!name.startsWith(ASKED)) continue;
      Path file = out.resolve(name);
      Optional<CargoQuestion> asked =
          CargoQuestion.asked(build.machine().readText(file).orElse(""));
      build.machine().delete(file);
      if (asked.isPresent() && !answers.containsKey(asked.get())) {
        answer(asked.get());
        fresh = true;
      }
    }
    return fresh && ++rounds < ROUNDS;
  }

  private void answer(CargoQuestion question) throws InterruptedException {
    if (!answers.containsKey(question)) {
      answers.put(question, build.settings().cargo().answer(context, question));
    }
  }

  /** Lays the answers down where the program looks; nothing for a script that asked nothing. */
  void lay(Path directory, Map<String, String> variables) throws IOException {
    if (answers.isEmpty()) return;
    build.machine().emptyDirectory(directory);
    int count = 0;
    for (Map.Entry<CargoQuestion, CargoAnswers.Answer> each : answers.entrySet()) {
      String name = String.valueOf(count++);
      CargoAnswers.Answer answer = each.getValue();
      build.machine().write(directory.resolve(name + ".question"), each.getKey().text());
      build
          .machine()
          .write(directory.resolve(name + (answer.given() ? ".out" : ".err")), answer.text());
    }
    variables.put(VARIABLE, directory.toString());
  }

  /** The questions, a line each. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    answers.keySet().forEach(each -> lines.add(each.line(build.text())));
    return lines;
  }

  /** The hash of the answer to a question of a line. */
  String hash(String line) throws InterruptedException {
    CargoQuestion question = CargoQuestion.of(line, build.text());
    answer(question);
    CargoAnswers.Answer answer = Optional.ofNullable(answers.get(question)).orElseThrow();
    return KeyText.hash(
        List.of(answer.given() ? "out" : "err", build.text().general(answer.text())));
  }
}
