package heddle.rust;

import heddle.cargo.Config;
import heddle.cargo.ConfigValue;
import heddle.cargo.FindPackageId;
import heddle.cargo.PackageOf;
import heddle.cargo.ReadConfigFiles;
import heddle.cargo.ReadWorkspace;
import heddle.cargo.Version;
import heddle.engine.BuildException;
import heddle.process.Foreground;
import heddle.process.Successor;
import heddle.text.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What tools ask of cargo beside builds: versions, ids, manifests. Nothing is built. */
public final class Inquiries {
  private final Equipment with;

  Inquiries(Equipment with) {
    this.with = with;
  }

  /** The cargo of the rustc that builds would use here. */
  public CargoVersion cargo() throws IOException, InterruptedException, ProblemException {
    return CargoVersion.of(with.queries().version(rustc()));
  }

  /** Cargo's configuration as it holds here. */
  public Config config() {
    return with.config();
  }

  /** What the command line and each file of it say by themselves. */
  public List<ConfigValue.Table> configFiles()
      throws InterruptedException, ProblemException, BuildException {
    return with.evaluate(new ReadConfigFiles(with.reading()));
  }

  /** The id of the current package, or of the one that a specification names. */
  public String packageId(Optional<String> spec)
      throws InterruptedException, ProblemException, BuildException {
    return with.evaluate(new FindPackageId(with.manifest(), with.reading(), spec));
  }

  /** The manifest that was named, or the nearest one upwards. */
  public Path manifest() throws ProblemException {
    return with.manifest();
  }

  /** The manifest of the workspace's root. */
  public Path rootManifest() throws InterruptedException, ProblemException, BuildException {
    return with.evaluate(new ReadWorkspace(with.manifest(), with.reading())).rootManifest();
  }

  /** The current package as {@code cargo metadata} writes one. */
  public String currentPackage() throws InterruptedException, ProblemException, BuildException {
    return with.evaluate(new PackageOf(with.manifest(), with.reading()));
  }

  /**
   * Has rustc print something of each target that is asked for, with the flags and the words it
   * would get, as {@code cargo rustc --print}; gives the first exit code that is not 0.
   */
  public int print(String what, List<String> words, Runnable between)
      throws IOException, InterruptedException, ProblemException, BuildException {
    ToolchainSetup setup =
        ToolchainSetup.of(with.config(), with.queries(), with.order().request().targets());
    Map<String, String> variables = new TreeMap<>(with.order().environment());
    variables.putAll(ConfiguredVariables.of(with.order(), with.config()));
    List<String> targets = setup.targets().isEmpty() ? List.of("") : setup.targets();
    boolean first = true;
    for (String target : targets) {
      if (!first) between.run();
      first = false;
      List<String> command = new ArrayList<>();
      setup.toolchain().wrapper().ifPresent(command::add);
      command.add(setup.toolchain().rustc().toString());
      command.addAll(setup.rustflags().get(target));
      command.addAll(words);
      if (!target.isEmpty()) command.addAll(List.of("--target", target));
      command.addAll(List.of("--print", what));
      int exit = Foreground.run(command, variables, with.order().directory());
      if (exit != 0) return exit;
    }
    return 0;
  }

  /** The version of the rustc that builds would use here. */
  Version rustcVersion() throws IOException, InterruptedException, ProblemException {
    return Version.parse(with.queries().version(rustc()).release());
  }

  /** The rustc of builds with these words, in the foreground. */
  public Successor rustc(List<String> words)
      throws IOException, InterruptedException, ProblemException {
    List<String> command = new ArrayList<>(List.of(rustc().toString()));
    command.addAll(words);
    return new Successor(command, with.order().environment(), with.order().directory());
  }

  private Path rustc() throws IOException, InterruptedException, ProblemException {
    return with.queries().rustc(ToolchainSetup.named(with.config(), "RUSTC", "rustc"));
  }
}
