package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.cargo.BuildRequest.Intent;
import heddle.process.Successor;
import heddle.rust.Workshop;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The entry of the jar: hands arguments and environment on as values and ends the process. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // What a rule formats must not depend on where the machine stands. Before anything asks.
    System.setProperty("user.timezone", "UTC");
    Invocation invocation = Invocation.ofProcess(args);
    if (args.length > 0 && args[0].equals("--train")) System.exit(Training.run(invocation));
    PrintStream out = stream(FileDescriptor.out);
    var session = new Session(invocation, terminal(invocation, out, stream(FileDescriptor.err)));
    session.endOnSignal();
    session.mayBeReplaced();
    Optional<String> refusal =
        HostSystem.refusal(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    if (refusal.isPresent()) session.terminal().error(refusal.get());
    int exit = refusal.isPresent() ? Failure.EXIT : run(session);
    out.flush();
    if (invocation.shortcut().isPresent()) invocation.shortcut().get().drop();
    if (session.ended()) System.exit(exit); // Waits for the signal's own end.
    if (session.successor().isPresent()) exit = replaced(session);
    // Virtual threads never hold the process, and the hook has nothing left to end; to exit would
    // look for a logger first.
    Runtime.getRuntime().halt(exit);
  }

  /** Gives an exit code only where the program could not take this process's place. */
  private static int replaced(Session session) {
    try {
      return session.successor().orElseThrow().takeOver();
    } catch (IOException | InterruptedException e) {
      return Failure.show(e, session.terminal(), false);
    }
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /**
   * Colour and a live line go to a terminal that is not dumb, unless NO_COLOR, TERM or CI says
   * otherwise.
   */
  static Terminal terminal(Invocation invocation, PrintStream out, PrintStream err) {
    boolean terminal = invocation.columns() > 0;
    boolean ci = invocation.variable("CI").isPresent();
    boolean dumb = invocation.variable("TERM").orElse("dumb").equals("dumb");
    boolean never = invocation.variable("NO_COLOR").isPresent();
    int width = terminal ? Math.max(20, invocation.columns()) : 80;
    return new Terminal(out, err, terminal && !dumb && !never, terminal && !dumb && !ci, width);
  }

  /** Runs one command line and gives its exit code; nothing escapes. */
  static int run(Session session) {
    boolean debug = session.invocation().variable("HEDDLE_DEBUG").isPresent();
    try (session) {
      return dispatch(session, session.invocation().arguments());
    } catch (Exception e) {
      return Failure.show(e, session.terminal(), debug);
    }
  }

  /** {@code cargo --explain CODE} is rustc's. */
  private static int explain(Session session, String code) throws Exception {
    Arguments none = new Arguments(Map.of(), List.of(), List.of());
    Successor rustc;
    try (Workshop shop = Workshops.look(session, none, BuildRequest.of(Intent.BUILD))) {
      rustc = shop.inquiries().rustc(List.of("--explain", code));
    }
    int exit = rustc.run();
    if (exit == 0) return 0;
    throw new ProblemException(
        Problem.of(
            "process didn't exit successfully: `rustc --explain "
                + code
                + "` (exit status: "
                + exit
                + ")"));
  }

  private static int dispatch(Session session, List<String> given) throws Exception {
    Optional<String> lacking = LeadingOptions.lacking(given);
    if (lacking.isPresent()) throw UsageException.lacking(lacking.get());
    LeadingOptions line = LeadingOptions.of(Shorthands.meant(given));
    if (line.goesElsewhere()) Unstable.requireDirectory(session, line.unstable());
    if (line.hasCommand() && Aliases.mayBe(session.invocation())) {
      line = Aliases.of(session.invocation()).expand(line, session);
    }
    String name = line.command();
    if (name.equals("--explain")) {
      if (line.words().size() < 2) throw UsageException.lacking("--explain <CODE>");
      return explain(session, line.words().get(1));
    }
    if (name.startsWith("--explain=")) return explain(session, name.split("=", 2)[1]);
    if (name.equals("--list")) {
      Help.list().forEach(session.terminal().out()::println);
      return 0;
    }
    if (name.equals("help") && line.words().size() == 1) {
      Help.overview().forEach(session.terminal().out()::println);
      return 0;
    }
    if (name.equals("help")) return dispatch(session, List.of(line.words().get(1), "--help"));
    if (name.startsWith("-")) {
      Optional<String> help =
          Suggestion.among(CommandTable.names(), name, OtherCommands.letters(name.replace("-", "")))
              .map(n -> "did you mean `" + n.name() + "`?");
      throw ArgumentParser.unexpected(name, help);
    }
    Optional<CommandEntry> entry = CommandTable.find(name);
    if (entry.isEmpty()) {
      Optional<OutsideCommand> outside = OutsideCommand.find(session.invocation(), line.behind());
      if (outside.isPresent()) return outside.get().run(session);
      // cargo's parser ends with 1, but cargo itself looks for commands, and ends with 101
      throw new ProblemException(
          Problem.of("no such command: `" + name + "`").withHelp(OtherCommands.help(name)));
    }
    Command command = CommandTable.make(entry.get().name());
    LeadingOptions fitting = line.fitting(command.usage());
    if (!line.unstable().isEmpty() && fitting.unstable().isEmpty()) {
      Unstable.check(session, new Arguments(Map.of("Z", line.unstable()), List.of(), List.of()));
    }
    List<String> words = fitting.behind();
    List<String> rest = words.subList(1, words.size());
    int end = rest.indexOf("--");
    List<String> own = end < 0 ? rest : rest.subList(0, end);
    if (own.contains("--help") || own.contains("-h")) {
      Help.of(entry.get(), command.usage()).forEach(session.terminal().out()::println);
      return 0;
    }
    command.prepare();
    Arguments arguments =
        TermSettings.applied(
            session.invocation(), command.usage(), ArgumentParser.parse(command.usage(), rest));
    Unstable.check(session, arguments);
    return command.run(session, arguments);
  }
}
