package heddle.platform.toolchain;

import heddle.engine.Context;
import heddle.process.AskTool;
import heddle.store.Digest;
import heddle.text.Source;
import heddle.world.DigestOf;
import heddle.world.Executable;
import heddle.world.ListDirectory;
import heddle.world.ReadText;
import heddle.world.RealPath;
import heddle.world.Variable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The machine through a task's context: all that discovery looks at becomes an input of the task.
 */
record Observed(Context context) implements Surroundings {
  @Override
  public Optional<String> variable(String name) throws Exception {
    return context.get(new Variable(name)).filter(v -> !v.isEmpty());
  }

  @Override
  public Optional<String> read(Path file) throws Exception {
    return context.get(new ReadText(file)).map(Source::text);
  }

  @Override
  public Optional<Path> real(Path path) throws Exception {
    return context.get(new RealPath(path));
  }

  @Override
  public List<String> list(Path directory) throws Exception {
    return context
        .get(new ListDirectory(directory))
        .map(l -> List.copyOf(l.entries().keySet()))
        .orElse(List.of());
  }

  @Override
  public boolean executable(Path file) throws Exception {
    return context.get(new Executable(file));
  }

  @Override
  public Optional<String> digest(Path file) throws Exception {
    return context.get(new DigestOf(file)).map(Digest::hash);
  }

  @Override
  public Answer ask(String digest, List<String> command) throws Exception {
    AskTool.Answer answer = context.get(new AskTool(digest, command));
    return new Answer(answer.exit(), answer.output(), answer.errors());
  }
}
