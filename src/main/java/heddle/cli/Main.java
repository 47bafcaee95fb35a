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
  private static int explain(Session session, List<String> words) throws Exception {
    if (words.size() < 2) {
      throw new UsageException("a value is required for '--explain <CODE>' but none was supplied");
    }
    Arguments none = new Arguments(Map.of(), List.of(), List.of());
    Successor rustc;
    try (Workshop shop = Workshops.look(session, none, BuildRequest.of(Intent.BUILD))) {
      rustc = shop.inquiries().rustc(List.of("--explain", words.get(1)));
    }
    return session.become(rustc);
  }

  private static int dispatch(Session session, List<String> given) throws Exception {
    List<String> words = LeadingOptions.behind(Shorthands.meant(given));
    if (words.isEmpty()) {
      Help.overview().forEach(session.terminal().err()::println);
      return 1;
    }
    Optional<String> lacking = LeadingOptions.lacking(words);
    if (lacking.isPresent()) {
      throw new UsageException(
          "a value is required for '" + lacking.get() + "' but none was supplied");
    }
    String first = words.getFirst();
    String name =
        switch (first) {
          case "--version", "-V" -> "version";
          case "--help", "-h" -> "help";
          default -> first;
        };
    if (name.equals("--explain")) return explain(session, words);
    if (name.equals("--list")) {
      Help.list().forEach(session.terminal().out()::println);
      return 0;
    }
    if (name.equals("help") && words.size() == 1) {
      Help.overview().forEach(session.terminal().out()::println);
      return 0;
    }
    if (name.equals("help")) return dispatch(session, List.of(words.get(1), "--help"));
    Optional<CommandEntry> entry = CommandTable.find(name);
    if (entry.isEmpty() && !name.startsWith("-")) {
      Optional<List<String>> meant = Aliases.of(session.invocation()).expand(words);
      if (meant.isPresent()) return dispatch(session, meant.get());
      Optional<OutsideCommand> outside = OutsideCommand.find(session.invocation(), words);
      if (outside.isPresent()) return outside.get().run(session);
    }
    if (entry.isEmpty()) {
      Optional<String> help =
          OtherCommands.help(name)
              .or(() ->
                  // Of a short name, as many wrong letters leave nothing.
                  Suggestion.among(
                          CommandTable.names(),
                          name,
                          Math.clamp(name.replace("-", "").length() / 2, 1, 3))
                      .map(n -> "did you mean `" + n.name() + "`?"));
      if (name.startsWith("-")) throw ArgumentParser.unexpected(name, help);
      // cargo's parser ends with 1, but cargo itself looks for commands, and ends with 101
      Problem problem = Problem.of("no such command: `" + name + "`");
      throw new ProblemException(help.isPresent() ? problem.withHelp(help.get()) : problem);
    }
    List<String> rest = words.subList(1, words.size());
    Command command = CommandTable.make(entry.get().name());
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
