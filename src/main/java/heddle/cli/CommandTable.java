package heddle.cli;

import heddle.cli.CommandEntry.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every command once: its line in the help, and how it is made. */
final class CommandTable {
  private CommandTable() {}

  static List<CommandEntry> entries() {
    return List.of(
        new CommandEntry(Group.BUILD, "build", List.of("b"), "Compile packages and all they need"),
        new CommandEntry(Group.BUILD, "check", List.of("c"), "Check packages without making code"),
        new CommandEntry(Group.BUILD, "run", List.of("r"), "Build a program and run it"),
        new CommandEntry(Group.BUILD, "test", List.of("t"), "Build tests and run them"),
        new CommandEntry(Group.BUILD, "bench", "Build benchmarks and run them"),
        new CommandEntry(Group.BUILD, "rustc", "Compile one target with more arguments for rustc"),
        new CommandEntry(Group.BUILD, "clean", "Remove what was built from target/"),
        new CommandEntry(Group.BUILD, "rule", "Evaluate a goal of the workspace's own rules"),
        new CommandEntry(Group.LOOK, "plan", "Show the units that a command would build"),
        new CommandEntry(Group.LOOK, "why", "Say why units would be built, or why not"),
        new CommandEntry(Group.LOOK, "tree", "Show what depends on what"),
        new CommandEntry(Group.LOOK, "metadata", "Describe the workspace as cargo metadata does"),
        new CommandEntry(Group.LOOK, "rules", "List the goals of the workspace's own rules"),
        new CommandEntry(Group.LOOK, "trace", "Run a unit or a command and list what it touches"),
        new CommandEntry(
            Group.CONTRACT, "options", "List options of packages, and who decided each"),
        new CommandEntry(Group.CONTRACT, "set", "Set an option in heddle.toml"),
        new CommandEntry(
            Group.CONTRACT, "downloads", "All that the build takes from elsewhere, and who asks"),
        new CommandEntry(Group.CONTRACT, "fetch", "Bring crates and downloads to this machine"),
        new CommandEntry(
            Group.CONTRACT, "vendor", "Put crates and downloads in a directory to build from"),
        new CommandEntry(
            Group.CONTRACT, "audit", "Hold licences, hosts and hashes against heddle.toml"),
        new CommandEntry(Group.CONTRACT, "sbom", "Print the bill of materials (CycloneDX)"),
        new CommandEntry(Group.CONTRACT, "facts", "Who gives facts, who requires them"),
        new CommandEntry(
            Group.CONTRACT, "allow", "Write the permission that the last failure needed"),
        new CommandEntry(Group.CONTRACT, "overlay", "Check overlays, or draft one for a crate"),
        new CommandEntry(Group.LOCK, "add", "Add dependencies to a manifest"),
        new CommandEntry(
            Group.LOCK, "remove", List.of("rm"), "Remove dependencies from a manifest"),
        new CommandEntry(Group.LOCK, "update", "Choose newer versions and write Cargo.lock"),
        new CommandEntry(Group.LOCK, "generate-lockfile", "Choose all versions anew"),
        new CommandEntry(
            Group.PLATFORM, "targets", "List targets, or explain a target's text in every dialect"),
        new CommandEntry(
            Group.PLATFORM, "toolchains", "List compilers and interpreters, or export one"),
        new CommandEntry(Group.PLATFORM, "abi", "What a binary is and needs, and what it fits"),
        new CommandEntry(
            Group.STATE, "doctor", "What this machine gives Heddle, and what is missing"),
        new CommandEntry(Group.STATE, "state", "Every path that Heddle reads or keeps, with sizes"),
        new CommandEntry(Group.STATE, "store", "Show, verify or shrink what Heddle keeps"),
        new CommandEntry(Group.STATE, "completion", "Print the completion script of a shell"),
        new CommandEntry(Group.STATE, "version", "Version, commit, Java and store"),
        new CommandEntry(Group.CARGO, "locate-project", "Where the Cargo.toml is"),
        new CommandEntry(Group.CARGO, "package", "The files that belong to a package"),
        new CommandEntry(Group.CARGO, "pkgid", "The full id of a package"),
        new CommandEntry(Group.CARGO, "read-manifest", "The package of a Cargo.toml as JSON"),
        new CommandEntry(Group.CARGO, "verify-project", "Whether a Cargo.toml can be read"),
        new CommandEntry(Group.CARGO, "config", "The values of cargo's configuration"));
  }

  static Command make(String name) {
    return switch (name) {
      case "toolchains" -> new ToolchainsCommand();
      case "abi" -> new AbiCommand();
      case "build" -> new CompileCommand(CompileCommand.Kind.BUILD);
      case "check" -> new CompileCommand(CompileCommand.Kind.CHECK);
      case "run" -> new CompileCommand(CompileCommand.Kind.RUN);
      case "test" -> new CompileCommand(CompileCommand.Kind.TEST);
      case "bench" -> new CompileCommand(CompileCommand.Kind.BENCH);
      case "rustc" -> new CompileCommand(CompileCommand.Kind.RUSTC);
      case "tree" -> new TreeCommand();
      case "options" -> new OptionsCommand();
      case "set" -> new SetCommand();
      case "downloads" -> new DownloadsCommand();
      case "fetch" -> new FetchCommand();
      case "vendor" -> new VendorCommand();
      case "audit" -> new AuditCommand();
      case "sbom" -> new SbomCommand();
      case "facts" -> new FactsCommand();
      case "allow" -> new AllowCommand();
      case "overlay" -> new OverlayCommand();
      case "add" -> new AddCommand();
      case "remove" -> new RemoveCommand();
      case "update" -> new UpdateCommand();
      case "generate-lockfile" -> new GenerateLockfileCommand();
      case "clean" -> new CleanCommand();
      case "plan" -> new PlanCommand();
      case "metadata" -> new MetadataCommand();
      case "targets" -> new TargetsCommand();
      case "completion" -> new CompletionCommand();
      case "doctor" -> new DoctorCommand();
      case "state" -> new StateCommand();
      case "rule" -> new RuleCommand();
      case "rules" -> new RulesCommand();
      case "store" -> new StoreCommand();
      case "trace" -> new TraceCommand();
      case "why" -> new WhyCommand();
      case "version" -> new VersionCommand();
      case "locate-project" -> new LocateProjectCommand();
      case "package" -> new PackageCommand();
      case "pkgid" -> new PkgidCommand();
      case "read-manifest" -> new ReadManifestCommand(false);
      case "verify-project" -> new ReadManifestCommand(true);
      case "config" -> new ConfigCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** The entry of a name or an alias. */
  static Optional<CommandEntry> find(String name) {
    for (CommandEntry each : entries()) {
      if (each.name().equals(name) || each.aliases().contains(name)) return Optional.of(each);
    }
    return Optional.empty();
  }

  static List<String> names() {
    var names = new ArrayList<String>();
    for (CommandEntry each : entries()) names.add(each.name());
    return names;
  }
}
