package heddle.rust;

import heddle.contract.Published;
import heddle.contract.ScriptReport;
import heddle.text.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is told of a script's run: to whoever watches the build, and to those who ask later. */
record ScriptAccount(Build build, ScriptInputs inputs) {
  /** Keeps it for those who ask later; {@code wants} are the permissions that it lacked. */
  void journal(ScriptOutput output, Published published, List<String> wants) throws IOException {
    int index = inputs.crate().index();
    Contracts contracts = build.settings().contracts();
    Map<String, Json> effective = new TreeMap<>(published.effective());
    contracts
        .options(index)
        .forEach((name, asked) -> asked.value().ifPresent(value -> effective.remove(name, value)));
    build
        .journal()
        .keep(
            contracts.of(index),
            new ScriptReport(
                List.copyOf(new TreeSet<>(output.rerunIfEnvChanged())),
                GivenFacts.of(inputs.crate().pkg().links(), output, published),
                effective,
                wants));
  }

  /** What the script published for people. */
  ScriptDiagnostics diagnostics(Published published) {
    Crate crate = inputs.crate();
    return new ScriptDiagnostics(
        crate.pkg(), build.settings().contracts().options(crate.index()), published);
  }

  /** Says that the unit is done; {@code fresh} if nothing ran. */
  void report(ScriptOutput output, Published published, boolean fresh) {
    CratePackage pkg = inputs.crate().pkg();
    List<String> messages = new ArrayList<>();
    if (pkg.local()) {
      String who = pkg.name() + "@" + pkg.version() + ": ";
      output.warnings().forEach(warning -> messages.add("warning: " + who + warning));
      output.errors().forEach(error -> messages.add("error: " + who + error));
    }
    messages.addAll(diagnostics(published).shown());
    build
        .listener()
        .finished(
            new BuildListener.UnitReport(
                inputs.crate().index(),
                inputs.label(),
                fresh,
                !output.errors().isEmpty(),
                messages,
                0));
  }
}
