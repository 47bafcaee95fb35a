package heddle.cli;

import heddle.engine.BuildException;
import heddle.engine.Engine;
import heddle.platform.Dialect;
import heddle.platform.RustcTarget;
import heddle.platform.RustcTargets;
import heddle.platform.Target;
import heddle.platform.toolchain.DebianPackages;
import heddle.platform.toolchain.FindEmulator;
import heddle.platform.toolchain.FindRustc;
import heddle.platform.toolchain.FindTarget;
import heddle.platform.toolchain.FindToolchain;
import heddle.platform.toolchain.Rustc;
import heddle.platform.toolchain.Toolchain;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import heddle.world.ListDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What building for one target needs: that rustc knows it, its standard library, a C compiler that
 * also links, and something that runs its programs here. Each with how to get it.
 *
 * @param hasRustc whether a rustc answers here; without one the rest is told all the same
 */
record TargetDoctor(Engine engine, Path directory, boolean hasRustc) {
  List<Finding> of(String name) throws InterruptedException, ProblemException, BuildException {
    Optional<RustcTarget> known = engine.evaluate(new FindTarget(directory, name));
    if (known.isEmpty()) {
      var names = RustcTargets.all().stream().map(RustcTarget::name).toList();
      return List.of(
          new Finding(
              "target",
              false,
              "rustc has no built-in target `" + name + "`",
              Suggestion.among(names, name)
                  .map(near -> List.of("did you mean `" + near.name() + "`?"))
                  .orElse(
                      List.of("`heddle targets explain " + name + "` shows it in all dialects"))));
    }
    Target target = known.get().target();
    var findings = new ArrayList<Finding>();
    Target host;
    if (hasRustc) {
      Rustc rustc = engine.evaluate(new FindRustc(directory, Optional.empty()));
      host = Target.parse(rustc.host(), Dialect.RUSTC);
      findings.add(library(name, rustc));
    } else {
      host = ToolchainsCommand.host().target();
      findings.add(
          new Finding(
              "std",
              false,
              name + ": without rustc there is no standard library",
              List.of("see what is said of rustc above")));
    }
    Optional<Toolchain> tools = engine.evaluate(new FindToolchain(directory, name, host));
    findings.add(compiler(known.get(), target, tools));
    boolean own = target.sameMachine(host) && target.os().equals(host.os());
    List<String> runner = tools.map(Toolchain::runner).orElse(List.of());
    if (runner.isEmpty()) {
      runner = engine.evaluate(new FindEmulator(target, host));
    }
    boolean runs = own || !runner.isEmpty();
    findings.add(
        new Finding(
            "runner",
            runs,
            own
                ? name + ": its programs run here"
                : runs
                    ? name + ": " + String.join(" ", runner)
                    : name + ": its programs cannot run here, so neither can its tests",
            runs
                ? List.of()
                : target.os().equals("linux")
                    ? List.of("Debian: apt-get install qemu-user")
                    : List.of("[target." + name + "] runner = ... in .cargo/config.toml")));
    return findings;
  }

  private Finding library(String name, Rustc rustc) throws InterruptedException, BuildException {
    Path place = rustc.libraries(name);
    boolean there =
        !name.endsWith(".json") && engine.evaluate(new ListDirectory(place)).isPresent();
    if (there) return new Finding("std", true, name + ": " + place, List.of());
    List<String> help =
        name.endsWith(".json")
            ? List.of("a target of one's own needs -Z build-std, on a nightly toolchain")
            : rustc.sysroot().toString().contains("/toolchains/")
                ? List.of("rustup target add " + name)
                : List.of(
                    "this rustc is not rustup's: install the distribution's library of the target"
                        + " (Debian: libstd-rust-dev of that architecture)");
    return new Finding("std", false, name + ": no standard library at " + place, help);
  }

  private static Finding compiler(RustcTarget known, Target target, Optional<Toolchain> tools) {
    String name = known.name();
    if (tools.isPresent()) {
      Toolchain found = tools.get();
      return new Finding(
          "cc",
          true,
          name
              + ": "
              + found.tool("cc").map(cc -> cc.path() + " " + cc.version()).orElse(found.name())
              + " ("
              + found.origin()
              + ")",
          List.of());
    }
    var help = new ArrayList<String>();
    DebianPackages.compiler(target).ifPresent(each -> help.add("Debian: apt-get install " + each));
    if (target.os().equals("linux")) {
      help.add("or install zig, which compiles for it too");
    }
    help.add("or declare it: [toolchain.NAME] with target = \"" + name + "\" in heddle.toml");
    // rustc brings this one itself.
    boolean lld = known.column("linker").equals("rust-lld");
    return new Finding(
        "cc",
        lld,
        name
            + ": no C compiler builds for it, "
            + (lld
                ? "which only C code would need: rustc links with its own rust-lld"
                : "and rustc links through one"),
        help);
  }
}
