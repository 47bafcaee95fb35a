package heddle.rust;

import heddle.engine.Context;
import heddle.platform.toolchain.MachineFlags;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The process of a build script: its program beside an empty OUT_DIR, held to what it may read and
 * write.
 */
record ScriptProcess(Build build, ScriptInputs inputs, Path out) {
  /**
   * Runs it once.
   *
   * @param all its environment, to which the variables of this run are added
   * @param errorLine gets each line of its standard error
   */
  Machine.Exit run(
      Context c, Map<String, String> all, ScriptQuestions questions, Consumer<String> errorLine)
      throws Exception {
    refuseMachines(all);
    Crate crate = inputs.crate();
    Machine machine = build.machine();
    machine.emptyDirectory(out);
    questions.lay(build.places().written(crate).resolve("cargo"), all);
    all.put("OUT_DIR", out.toString());
    if (inputs.context().isPresent()) {
      Path file = build.places().written(crate).resolve("heddle-context.json");
      machine.write(file, inputs.context().get());
      all.put("HEDDLE_CONTEXT", file.toString());
      all.put("HEDDLE_PUBLISH", out.resolve(PublishedFile.NAME).toString());
    }
    Path file = build.places().program(inputs.script()).resolve(inputs.program().name());
    build
        .placed()
        .putOf(
            new CompileUnit(build, inputs.script().index()), file, inputs.program().blob(), true);
    build.listener().started(crate.index(), inputs.label());
    build.tell(crate.pkg().root(), inputs.variables(), List.of(file.toString()));
    List<Path> writes = writes();
    for (Path each : writes) machine.directory(each);
    return build.run(
        c,
        crate,
        new Machine.Command(
            inputs.label(),
            List.of(file.toString()),
            all,
            crate.pkg().root(),
            build.relations().urgency(crate.index()),
            new Machine.Rules(
                reads(all),
                writes,
                Optional.of(crate.pkg().root()).filter(_ -> !crate.pkg().member()),
                inputs.permits().network(),
                true)),
        errorLine);
  }

  private List<Path> reads(Map<String, String> all) throws IOException {
    List<Path> reads = new ArrayList<>(build.reads(inputs.crate()));
    Optional<Path> home =
        Optional.ofNullable(build.settings().environment().get("HOME")).map(Path::of);
    reads.addAll(ToolFolders.of(all.getOrDefault("PATH", ""), home, build.machine()));
    reads.addAll(ToolFolders.named(all, home, build.machine()));
    reads.addAll(build.settings().named().places(all.keySet()));
    reads.removeAll(build.places().downloads());
    inputs.handed().forEach(each -> reads.add(each.mount()));
    inputs.interpreter().forEach(each -> reads.add(each.mount()));
    reads.addAll(inputs.factFiles().places());
    reads.addAll(inputs.permits().reads());
    return reads;
  }

  private List<Path> writes() {
    CratePackage pkg = inputs.crate().pkg();
    List<Path> writes = new ArrayList<>(List.of(out));
    // The user's own scripts may write beside their sources, as many do; a dependency's may not.
    if (pkg.member()) {
      writes.add(pkg.root());
    } else if (pkg.local()) {
      inputs.permits().outputs().forEach(each -> writes.add(pkg.root().resolve(each)));
    }
    writes.addAll(inputs.permits().writes());
    writes.addAll(build.settings().contracts().caches(inputs.crate().index()).values());
    return writes;
  }

  /** Objects for another machine would not link, or would, and be wrong. */
  private void refuseMachines(Map<String, String> all) throws ProblemException {
    Toolchain toolchain = build.toolchain();
    String triple = inputs.crate().triple();
    boolean level =
        toolchain
            .nativeTools(triple)
            .filter(NativeTools::declared)
            .map(tools -> tools.given().export().target().flags("c"))
            .filter(flags -> flags.stream().anyMatch(MachineFlags::changesLevel))
            .isPresent();
    for (var each : all.entrySet()) {
      boolean users = each.getValue().equals(build.settings().environment().get(each.getKey()));
      if (users && MachineFlags.areFlags(each.getKey()) && !each.getKey().startsWith("HOST_")) {
        MachineFlags.refuse(
            each.getKey(),
            each.getValue(),
            toolchain.tripleOf(triple),
            level,
            "the build script of " + inputs.crate().pkg().description());
      }
    }
  }
}
