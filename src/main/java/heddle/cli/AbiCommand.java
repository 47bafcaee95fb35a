package heddle.cli;

import heddle.engine.Engine;
import heddle.engine.Listener;
import heddle.platform.Dialect;
import heddle.platform.Explanation;
import heddle.platform.RustcTarget;
import heddle.platform.RustcTargets;
import heddle.platform.Target;
import heddle.platform.binary.Abi;
import heddle.platform.binary.AbiReport;
import heddle.platform.binary.Artifact;
import heddle.platform.binary.LinkCheck;
import heddle.platform.binary.LinkInput;
import heddle.platform.toolchain.FindPython;
import heddle.platform.toolchain.Python;
import heddle.text.JsonWriter;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.world.FileBytes;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code heddle abi FILE...}: what artifacts are and need; with {@code --against} whether they go
 * together with a target or another file, and if not, which facet says so.
 */
final class AbiCommand implements Command {
  @Override
  public Usage usage() {
    return new Usage(
        "FILE...",
        1,
        Integer.MAX_VALUE,
        false,
        List.of(
            Option.value(
                "against",
                "TARGET|FILE",
                "Say whether the files go together with it; a Python interpreter is asked what it"
                    + " is"),
            Option.flag("json", "One JSON object per file")));
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    PrintStream out = session.terminal().out();
    Path here = session.invocation().directory();
    Optional<Other> other = Optional.empty();
    if (arguments.has("against")) {
      other = Optional.of(other(session, arguments.value("against").orElse(""), here));
    }
    boolean fits = true;
    for (String word : arguments.words()) {
      try {
        fits &= report(read(word, here), other, arguments.has("json"), out);
      } catch (ProblemException e) {
        if (arguments.words().size() == 1) {
          throw e;
        }
        fits = false;
        refused(word, e.problems().getFirst(), arguments.has("json"), session.terminal());
      }
    }
    if (arguments.words().size() > 1 && other.isPresent() && other.get().offers) {
      fits &= together(arguments.words(), here, other.get(), session.terminal());
    }
    out.flush();
    return fits ? 0 : Failure.EXIT;
  }

  /** Of many files each one that cannot be read is said, and the others go on. */
  private static void refused(String word, Problem problem, boolean json, Terminal terminal) {
    if (json) {
      var line = new StringBuilder();
      new JsonWriter(line)
          .beginObject()
          .key("file")
          .string(word)
          .key("error")
          .string(problem.message())
          .endObject();
      terminal.out().println(line);
    } else {
      problem.lines("error").forEach(terminal.err()::println);
    }
  }

  /** Prints what a file is or where it clashes; says whether it fits. */
  private static boolean report(
      Artifact artifact, Optional<Other> other, boolean json, PrintStream out) {
    List<Abi.Clash> clashes = new ArrayList<>();
    if (other.isPresent()) {
      clashes.addAll(artifact.abi().against(other.get().abi, other.get().offers));
    }
    if (json) {
      out.println(json(artifact, other, clashes));
    } else {
      print(artifact, other, clashes, out);
    }
    return clashes.isEmpty();
  }

  /** Whether the files also go together with each other in one link for the target. */
  private static boolean together(List<String> words, Path here, Other target, Terminal terminal)
      throws Exception {
    var inputs = new ArrayList<LinkInput>();
    for (String word : words) {
      try {
        inputs.add(new LinkInput("the command line", read(word, here)));
      } catch (ProblemException _) {
        // It was refused before.
      }
    }
    List<Problem> problems = LinkCheck.between("a link for " + target.name, target.abi, inputs);
    for (Problem problem : problems) {
      problem.lines("error").forEach(terminal.err()::println);
    }
    return problems.isEmpty();
  }

  /** What the files are held against; a target's floors are offers, a file's are needs. */
  private record Other(String name, Abi abi, boolean offers) {}

  private static Other other(Session session, String text, Path here) throws Exception {
    if (FindPython.isInterpreter(text)) {
      Workbench bench = Workbench.open(session);
      Engine engine = bench.engine(bench.handlers(), Listener.none());
      Optional<Python> python = engine.evaluate(new FindPython(here.resolve(text).normalize()));
      if (python.isPresent()) {
        return new Other(text, python.get().abi(), true);
      }
    }
    Optional<RustcTarget> known = RustcTargets.find(text);
    if (known.isPresent()) {
      return new Other(text, Abi.of(known.get().target()), true);
    }
    try {
      Artifact file = read(text, here);
      return new Other(text, file.abi(), false);
    } catch (NoSuchFileException _) {
      return new Other(text, Abi.of(target(text)), true);
    }
  }

  /**
   * A text in any dialect; LLVM's reading counts where several differ only in how they spell it.
   */
  private static Target target(String text) throws ProblemException {
    int colon = text.indexOf(':');
    Optional<Dialect> dialect = colon < 0 ? Optional.empty() : Dialect.of(text.substring(0, colon));
    return dialect.isPresent()
        ? Target.parse(text.substring(colon + 1), dialect.get())
        : Explanation.of(text).only();
  }

  private static Artifact read(String name, Path here) throws Exception {
    Path file = here.resolve(name);
    try (var bytes = new FileBytes()) {
      return Artifact.read(name, bytes.map(file), member -> bytes.map(file.resolveSibling(member)));
    }
  }

  private static void print(
      Artifact artifact, Optional<Other> other, List<Abi.Clash> clashes, PrintStream out) {
    if (other.isEmpty()) {
      new AbiReport(artifact).lines().forEach(out::println);
    } else if (clashes.isEmpty()) {
      out.println(artifact.name() + ": goes together with " + other.get().name);
    } else {
      out.println(artifact.name() + ": does not go together with " + other.get().name);
      clashes.forEach(clash -> out.println("  " + clash.text()));
    }
  }

  private static String json(Artifact artifact, Optional<Other> other, List<Abi.Clash> clashes) {
    var line = new StringBuilder();
    var json = new JsonWriter(line);
    if (other.isEmpty()) {
      new AbiReport(artifact).write(json);
      return line.toString();
    }
    json.beginObject().key("file").string(artifact.name());
    json.key("against").string(other.get().name).key("compatible").bool(clashes.isEmpty());
    json.key("clashes").beginArray();
    for (Abi.Clash clash : clashes) {
      json.beginObject().key("facet").string(clash.facet().id());
      json.key("file").string(clash.first()).key("other").string(clash.second()).endObject();
    }
    json.endArray().endObject();
    return line.toString();
  }
}
