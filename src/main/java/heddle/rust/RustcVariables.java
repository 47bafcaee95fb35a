package heddle.rust;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The variables that cargo sets for rustc, build scripts and tests of a package. Rules: cargo's
 * {@code core/compiler/compilation.rs}.
 */
final class RustcVariables {
  private final Places places;
  private final Toolchain toolchain;
  private final Path cargo;
  private final Path scriptCargo;

  /**
   * {@code cargo} is what {@code $CARGO} names for compilations and tests, {@code scriptCargo} for
   * build scripts.
   */
  RustcVariables(Places places, Toolchain toolchain, Path cargo, Path scriptCargo) {
    this.places = places;
    this.toolchain = toolchain;
    this.cargo = cargo;
    this.scriptCargo = scriptCargo;
  }

  /** As {@link #ofPackage}, for the run of its build script. */
  Map<String, String> ofScript(CratePackage pkg) {
    Map<String, String> variables = ofPackage(pkg);
    variables.put("CARGO", scriptCargo.toString());
    return variables;
  }

  /** What all processes of a package get. */
  Map<String, String> ofPackage(CratePackage pkg) {
    Map<String, String> variables = new TreeMap<>(pkg.variables());
    variables.put("CARGO", cargo.toString());
    variables.put("CARGO_MANIFEST_DIR", pkg.root().toString());
    variables.put("CARGO_MANIFEST_PATH", pkg.manifest().toString());
    return variables;
  }

  /** What rustc and rustdoc get for a unit; {@code scripts} holds what its own build script set. */
  Map<String, String> ofCompilation(
      Crate crate, ScriptArguments scripts, String inheritedLibraryPath) {
    Map<String, String> variables = ofPackage(crate.pkg());
    variables.put("CARGO_CRATE_NAME", crate.crateName());
    if (crate.executable()) {
      variables.put("CARGO_BIN_NAME", crate.name());
    }
    if (crate.pkg().primary()) {
      variables.put("CARGO_PRIMARY_PACKAGE", "1");
    }
    if (crate.kind() == Crate.Kind.TEST || crate.kind() == Crate.Kind.BENCH) {
      variables.put("CARGO_TARGET_TMPDIR", places.temporary().toString());
      variables.putAll(programs(crate));
    }
    variables.putAll(scripts.variables());
    String path = places.linked("").toString();
    variables.put(
        "LD_LIBRARY_PATH",
        inheritedLibraryPath.isEmpty() ? path : path + ":" + inheritedLibraryPath);
    return variables;
  }

  /** {@code CARGO_BIN_EXE_NAME} for all binaries of the package, for test and bench targets. */
  Map<String, String> programs(Crate crate) {
    Map<String, String> variables = new TreeMap<>();
    if (crate.kind() == Crate.Kind.TEST || crate.kind() == Crate.Kind.BENCH) {
      CrateFiles naming =
          toolchain.probe(crate.triple()).files().getOrDefault("bin", new CrateFiles("", ""));
      for (String bin : crate.pkg().scripted().bins()) {
        Path file = places.output(crate.triple()).resolve(naming.name(bin));
        variables.put("CARGO_BIN_EXE_" + bin, file.toString());
      }
    }
    return variables;
  }
}
