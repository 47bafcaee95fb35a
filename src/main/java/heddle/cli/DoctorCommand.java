package heddle.cli;

import heddle.engine.BuildException;
import heddle.engine.Engine;
import heddle.engine.Listener;
import heddle.platform.toolchain.FindRustc;
import heddle.platform.toolchain.Rustc;
import heddle.process.Escape;
import heddle.process.Sandbox;
import heddle.process.SandboxMode;
import heddle.process.SystemView;
import heddle.store.Collector;
import heddle.text.JsonWriter;
import heddle.text.ProblemException;
import heddle.world.Executable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** {@code heddle doctor}: what this machine gives Heddle, what is missing, and how to get it. */
final class DoctorCommand implements Command {
  @Override
  public Usage usage() {
    return Usage.of(
        Option.value("target", "TRIPLE", "What building for this target needs").repeated(),
        Option.flag("json", "Print JSON; docs/schema/doctor-1.json says its form"));
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    Workbench bench = Workbench.open(session);
    Engine engine = bench.engine(bench.handlers(), Listener.none());
    var findings = new ArrayList<Finding>();
    findings.add(
        new Finding(
            "java", true, Runtime.version() + " at " + System.getProperty("java.home"), List.of()));
    findings.add(system());
    Finding rustc = rustc(engine, session.invocation().directory());
    findings.add(rustc);
    findings.add(linker(engine, session.invocation()));
    for (String target : arguments.values("target"))
      findings.addAll(
          new TargetDoctor(engine, session.invocation().directory(), rustc.well()).of(target));
    findings.add(sandbox(bench));
    findings.add(store(bench));
    boolean well = true;
    var text = new StringBuilder();
    var json = new JsonWriter(text).beginObject();
    json.key("heddle").number(1).key("findings").beginArray();
    for (Finding each : findings) {
      well &= each.well();
      json.beginObject()
          .key("subject")
          .string(each.subject())
          .key("well")
          .bool(each.well())
          .key("said")
          .string(each.said());
      json.key("help").strings(each.help()).endObject();
      if (!arguments.has("json")) print(session.terminal(), each);
    }
    json.endArray().endObject();
    if (arguments.has("json")) session.terminal().out().println(text);
    return well ? 0 : Failure.EXIT;
  }

  private static void print(Terminal terminal, Finding finding) {
    String mark = finding.well() ? "ok      " : "missing ";
    terminal
        .out()
        .println(
            mark + finding.subject() + " ".repeat(9 - finding.subject().length()) + finding.said());
    for (String line : finding.help()) terminal.out().println(" ".repeat(17) + "help: " + line);
  }

  private static Finding system() {
    Optional<String> refusal =
        HostSystem.refusal(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    return new Finding(
        "system",
        refusal.isEmpty(),
        refusal.orElse(
            System.getProperty("os.name")
                + " "
                + System.getProperty("os.version")
                + " on "
                + System.getProperty("os.arch")),
        List.of());
  }

  private static Finding rustc(Engine engine, Path directory) throws InterruptedException {
    try {
      Rustc rustc = engine.evaluate(new FindRustc(directory, Optional.empty()));
      return new Finding(
          "rustc",
          true,
          rustc.release()
              + " for "
              + rustc.host()
              + " at "
              + rustc.binary()
              + " ("
              + rustc.origin()
              + ")",
          List.of());
    } catch (BuildException e) {
      var said = new ArrayList<String>();
      var help = new ArrayList<String>();
      for (Exception cause : e.causes()) {
        if (cause instanceof ProblemException problems) {
          problems.problems().forEach(p -> said.add(p.message()));
          problems.problems().forEach(p -> help.addAll(p.helps()));
        } else {
          said.add(String.valueOf(cause.getMessage()));
        }
      }
      return new Finding("rustc", false, String.join("; ", said), help);
    }
  }

  private static Finding linker(Engine engine, Invocation invocation)
      throws BuildException, InterruptedException {
    for (String folder : invocation.variable("PATH").orElse("/usr/bin:/bin").split(":", -1)) {
      if (folder.isEmpty()) continue;
      Path cc = Path.of(folder, "cc");
      if (engine.evaluate(new Executable(cc)))
        return new Finding("linker", true, cc.toString(), List.of());
    }
    return new Finding(
        "linker",
        false,
        "no `cc` in PATH; rustc links through it",
        List.of("Debian: apt-get install gcc libc6-dev", "Fedora: dnf install gcc"));
  }

  private static Finding sandbox(Workbench bench) throws IOException, ProblemException {
    Path scratch = bench.store().scratch();
    try (Sandbox sandbox = Sandbox.open(SandboxMode.AUTO, SystemView.here(List.of()), scratch)) {
      var help = new ArrayList<String>();
      for (Sandbox.Refusal each : sandbox.refusals()) {
        help.add("no " + each.level() + ": " + each.reason());
        help.addAll(each.helps());
      }
      for (Escape each : new TreeSet<>(sandbox.escapes()))
        help.add("at this level an action can still " + each.text());
      return new Finding("sandbox", true, sandbox.level().toString(), help);
    } finally {
      bench.store().delete(scratch);
    }
  }

  private static Finding store(Workbench bench) throws IOException {
    Collector.Size size = bench.store().collector().size();
    return new Finding(
        "store",
        true,
        bench.store().root()
            + ", "
            + StoreCommand.shown(size.blobBytes())
            + " in "
            + size.blobs()
            + " blobs",
        List.of());
  }
}
