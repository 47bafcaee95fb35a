package heddle.process;

import heddle.store.Digest;
import heddle.store.Records;
import heddle.text.Json;
import heddle.text.JsonWriter;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks tools, and keeps what they answered by the tool's digest, the question, and the variables
 * that choose between toolchains.
 */
public final class ToolAnswers {
  private static final String KIND = "answers";
  private static final int SECONDS = 60;

  private final Map<String, String> environment;
  private final Records records;

  public ToolAnswers(Map<String, String> environment, Records records) {
    this.environment = Map.copyOf(environment);
    this.records = records;
  }

  /** The handler of {@link AskTool}. */
  public AskTool.Answer ask(AskTool question)
      throws IOException, InterruptedException, ProblemException {
    String key = key(question);
    Optional<byte[]> kept = records.find(KIND, key);
    if (kept.isPresent()) {
      try {
        return decode(kept.get());
      } catch (ProblemException _) {
        records.remove(KIND, key);
      }
    }
    AskTool.Answer answer = run(question);
    records.put(KIND, key, encode(answer));
    return answer;
  }

  private String key(AskTool question) {
    var text = new StringBuilder(question.digest());
    for (String word : question.command()) text.append('\0').append(word);
    text.append('\0').append(environment.getOrDefault("RUSTUP_TOOLCHAIN", ""));
    return Digest.of(text.toString().getBytes(StandardCharsets.UTF_8)).hash();
  }

  private AskTool.Answer run(AskTool question)
      throws IOException, InterruptedException, ProblemException {
    Path out = Files.createTempFile("heddle-answer", ".out");
    Path err = Files.createTempFile("heddle-answer", ".err");
    try {
      var builder =
          new ProcessBuilder(question.command())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.environment().put("LC_ALL", "C");
      Process process;
      try {
        process = builder.start();
      } catch (IOException e) {
        throw new ProblemException(
            Problem.of("cannot start `" + question.command().getFirst() + "`: " + e.getMessage()));
      }
      try {
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
          throw new ProblemException(
              Problem.of(
                  "`"
                      + String.join(" ", question.command())
                      + "` gave no answer in "
                      + SECONDS
                      + " seconds"));
        }
      } finally {
        process.destroyForcibly();
      }
      return new AskTool.Answer(process.exitValue(), text(out), text(err));
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private static byte[] encode(AskTool.Answer answer) {
    var text = new StringBuilder();
    new JsonWriter(text)
        .beginObject()
        .key("exit")
        .number(answer.exit())
        .key("output")
        .string(answer.output())
        .key("errors")
        .string(answer.errors())
        .endObject();
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static AskTool.Answer decode(byte[] bytes) throws ProblemException {
    if (Json.parse(bytes) instanceof Json.Obj object
        && object.members().get("exit") instanceof Json.Num exit
        && object.members().get("output") instanceof Json.Str output
        && object.members().get("errors") instanceof Json.Str errors) {
      return new AskTool.Answer(Integer.parseInt(exit.text()), output.value(), errors.value());
    }
    throw new ProblemException(Problem.of("not an answer"));
  }
}
