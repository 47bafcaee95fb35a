package heddle.rust;

import heddle.contract.Fact;
import heddle.contract.ScriptTerms;
import heddle.text.ProblemException;
import heddle.world.Processor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that a run of a build script is given, and the key over it; what the run turns out to look at
 * besides is {@link ScriptFindings}.
 *
 * @param variables those that Heddle sets; the user's that it may see come on top
 * @param context what {@code HEDDLE_CONTEXT} holds, for a script that speaks the contract
 * @param interpreter files of the Python that was chosen for the package
 * @param parts of the key, which {@code base} is the hash of
 */
record ScriptInputs(
    Crate crate,
    Crate script,
    Recorded.Product program,
    Map<String, String> variables,
    ScriptPermits permits,
    Optional<String> context,
    List<Handed> handed,
    List<Handed> interpreter,
    FactFiles factFiles,
    List<KeyPart> parts,
    String base) {
  /** Changes whenever what Heddle does for a script does. */
  private static final String VERSION = "script 6";

  /** Variables that differ from build to build and decide nothing. */
  private static final Set<String> UNKEYED = Set.of("NUM_JOBS", "CARGO");

  /**
   * What was built and fetched before the run, for the run.
   *
   * @param libraryPath directories in which its program finds shared libraries
   * @param keys what the results of other scripts add to the key
   */
  record Given(
      List<ScriptVariables.Neighbour> neighbours,
      List<String> libraryPath,
      List<KeyPart> keys,
      Map<String, Fact> facts,
      List<Handed> handed) {}

  static ScriptInputs of(Build build, Crate crate, Crate script, Compiled compiled, Given given)
      throws IOException, InterruptedException, ProblemException {
    Contracts contracts = build.settings().contracts();
    ScriptTerms terms = contracts.terms(crate.index());
    Map<String, Path> downloads = new LinkedHashMap<>();
    given.handed.forEach(each -> downloads.put(each.name(), each.path()));
    ScriptInputs unkeyed =
        new ScriptInputs(
            crate,
            script,
            compiled
                .recorded()
                .product(build.names().stem(script))
                .orElseThrow(() ->
                    new IllegalStateException("no program for " + script.pkg().description())),
            variables(build, crate, terms, given),
            ScriptPermits.of(
                terms.allowed(), build.places().workspace(), build.settings().environment()),
            contracts.speaks(crate.index())
                ? Optional.of(
                    new String(
                        contracts.context(crate.index(), given.facts, downloads),
                        StandardCharsets.UTF_8))
                : Optional.empty(),
            given.handed,
            contracts.interpreter(crate.index()),
            FactFiles.of(given.facts.values(), build),
            List.of(),
            "");
    return unkeyed.keyed(unkeyed.key(build, terms, given));
  }

  private ScriptInputs keyed(List<KeyPart> all) {
    return new ScriptInputs(
        crate,
        script,
        program,
        variables,
        permits,
        context,
        handed,
        interpreter,
        factFiles,
        List.copyOf(all),
        KeyPart.hash(all));
  }

  private static Map<String, String> variables(
      Build build, Crate crate, ScriptTerms terms, Given given) {
    Map<String, String> all = new TreeMap<>();
    all.putAll(build.settings().configured());
    all.putAll(build.variables().ofScript(crate.pkg()));
    all.putAll(
        ScriptVariables.of(crate, build.toolchain(), build.settings().jobs(), given.neighbours));
    all.putAll(terms.variables());
    all.putAll(build.settings().contracts().handed(crate.index(), given.facts));
    given.handed.forEach(each -> all.putAll(each.variables()));
    List<String> path = new ArrayList<>(given.libraryPath);
    path.add(build.places().output("").toString());
    path.add(build.places().linked("").toString());
    path.add(build.toolchain().libraries("").toString());
    Optional.ofNullable(build.settings().environment().get("LD_LIBRARY_PATH"))
        .filter(value -> !value.isEmpty())
        .ifPresent(path::add);
    all.put("LD_LIBRARY_PATH", String.join(":", path));
    return all;
  }

  private List<KeyPart> key(Build build, ScriptTerms terms, Given given) throws IOException {
    KeyText text = build.text();
    List<KeyPart> all = new ArrayList<>();
    all.add(KeyPart.form(VERSION));
    all.add(build.toolchain().note());
    all.add(build.toolchain().key());
    all.add(build.toolchain().key(crate.triple()));
    all.add(new KeyPart(KeyPart.Kind.PROGRAM, "", program.blob().hash()));
    all.add(new KeyPart(KeyPart.Kind.SYSTEM, "headers", build.settings().system().headers()));
    variables.forEach((name, value) -> {
      if (!UNKEYED.contains(name)) {
        all.add(KeyPart.form(name));
        all.add(new KeyPart(KeyPart.Kind.VARIABLE, name, text.general(value)));
      }
    });
    all.add(new KeyPart(KeyPart.Kind.VARIABLE, "PATH", build.settings().named().path()));
    if (Processor.matters(variables.values())
        || Processor.matters(build.settings().environment().values())) {
      all.add(new KeyPart(KeyPart.Kind.SYSTEM, "processor", Processor.here()));
    }
    UserVariables.ofCompilers(build.settings().environment())
        .forEach((name, value) -> all.add(new KeyPart(KeyPart.Kind.VARIABLE, name, value)));
    given.neighbours.forEach(neighbour ->
        all.add(
            new KeyPart(
                KeyPart.Kind.SCRIPT, "links = " + neighbour.links(), neighbour.run().digest())));
    all.addAll(given.keys);
    terms
        .allowed()
        .forEach(each -> all.add(new KeyPart(KeyPart.Kind.PERMISSIONS, "", each.toString())));
    handed.forEach(each ->
        all.add(
            new KeyPart(KeyPart.Kind.DOWNLOAD, each.name(), each.name() + " " + each.digest())));
    interpreter.forEach(each ->
        all.add(
            new KeyPart(
                KeyPart.Kind.DOWNLOAD, each.path().toString(), each.path() + " " + each.digest())));
    context.ifPresent(said -> all.add(new KeyPart(KeyPart.Kind.CONTEXT, "", text.general(said))));
    all.addAll(factFiles.parts());
    all.add(new KeyPart(KeyPart.Kind.PACKAGE, "", crate.pkg().content().orElse("")));
    all.add(new KeyPart(KeyPart.Kind.RULES, "", build.settings().rules()));
    return all;
  }

  /** What the console calls the run. */
  String label() {
    return crate.pkg().name() + "(build)";
  }

  /** Whether a key alone tells the package's files, as those of a registry's package. */
  boolean fixed() {
    return crate.pkg().content().isPresent();
  }
}
