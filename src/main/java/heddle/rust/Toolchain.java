package heddle.rust;

import heddle.platform.RustcTarget;
import heddle.platform.RustcTargets;
import heddle.platform.Target;
import heddle.platform.binary.Abi;
import heddle.platform.binary.Facet;
import heddle.platform.toolchain.ProducerKey;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The compiler of one build, and what it says of each target; the empty triple is the host. {@code
 * producer} stands for all files of the toolchain. A wrapper runs in front of rustc, the
 * workspace's wrapper behind it and for members only; {@code wrapperContents} are hashes of both.
 */
record Toolchain(
    Path rustc,
    Path rustdoc,
    RustcVersion version,
    ProducerKey producer,
    Map<String, RustcProbe> probes,
    Map<String, Path> linkers,
    Map<String, List<String>> runners,
    Optional<String> wrapper,
    Optional<String> workspaceWrapper,
    List<String> wrapperContents,
    Map<String, NativeTools> tools) {
  Toolchain {
    probes = Map.copyOf(probes);
    linkers = Map.copyOf(linkers);
    runners = Map.copyOf(runners);
    wrapperContents = List.copyOf(wrapperContents);
    tools = Map.copyOf(tools);
  }

  /** The C tools of a target, where the build chose them. */
  Optional<NativeTools> nativeTools(String triple) {
    return Optional.ofNullable(tools.get(triple));
  }

  /** The target itself, also of a JSON specification whose tools are known; else empty. */
  Optional<RustcTarget> target(String triple) {
    return nativeTools(triple)
        .map(chosen -> chosen.given().export().rustc())
        .or(() -> RustcTargets.find(tripleOf(triple)));
  }

  /** The same as a machine, with the floors that were declared for it. */
  Optional<Target> machine(String triple) throws ProblemException {
    Optional<NativeTools> chosen = nativeTools(triple).filter(NativeTools::declared);
    if (chosen.isPresent()) {
      return chosen.map(each -> each.given().export().target().target());
    }
    Optional<RustcTarget> row = target(triple);
    return row.isPresent() ? Optional.of(row.get().target()) : Optional.empty();
  }

  /** What a declared toolchain asks of all that is linked, beyond what its target says. */
  Abi asked(String triple) {
    return nativeTools(triple)
        .filter(NativeTools::declared)
        .map(each -> each.given().export().target().asked())
        .orElse(Abi.NONE);
  }

  /** Whether a declared toolchain says what products may need at most. */
  boolean hasFloor(String triple) {
    Optional<NativeTools> chosen = nativeTools(triple).filter(NativeTools::declared);
    if (chosen.isEmpty()) {
      return false;
    }
    var tools = chosen.get().given().export().target();
    return !tools.target().libcMin().isEmpty()
        || !tools.target().osMin().isEmpty()
        || tools.asked().get(Facet.CXX_MIN).isPresent();
  }

  /** The floors that rustc reads in variables. */
  Map<String, String> deployment(String triple) {
    return nativeTools(triple).map(each -> each.given().export().deployment()).orElse(Map.of());
  }

  /** What stands in front of rustc, to a cache. */
  String wrapping(boolean member) {
    String text = wrapper.orElse("") + " " + workspaceWrapper.filter(_ -> member).orElse("");
    return text.isBlank() ? text : text + " " + String.join(" ", wrapperContents);
  }

  /** Who compiles, to a cache. */
  KeyPart key() {
    return new KeyPart(KeyPart.Kind.TOOLCHAIN, "", producer.digest());
  }

  /** Who makes objects and links for the target, to a cache; its name is for people. */
  KeyPart key(String triple) {
    Optional<NativeTools> chosen = nativeTools(triple);
    return new KeyPart(
        KeyPart.Kind.TOOLCHAIN,
        chosen.map(NativeTools::shown).orElse(""),
        chosen.map(each -> each.producer().digest()).orElse(""));
  }

  /** For people: which compiler it is, and where it lies. */
  KeyPart note() {
    String first = version.text().lines().findFirst().orElse("rustc " + version.release());
    return new KeyPart(KeyPart.Kind.NOTE, "compiler", first + " at " + rustc);
  }

  RustcProbe probe(String triple) {
    RustcProbe probe = probes.get(triple);
    if (probe == null) {
      throw new IllegalStateException("no probe of target `" + triple + "`");
    }
    return probe;
  }

  /** The triple itself, also for the host. */
  String tripleOf(String triple) {
    return triple.isEmpty() ? version.host() : triple;
  }

  /** Where the standard library of a target lies. */
  Path libraries(String triple) {
    return probe(triple)
        .sysroot()
        .resolve("lib")
        .resolve("rustlib")
        .resolve(tripleOf(triple))
        .resolve("lib");
  }

  /**
   * PATH for build scripts. Of a toolchain of rustup, its own programs come first: what stands in
   * for them on PATH would look for rustup's files in HOME, and a script has none.
   */
  String path(String user) {
    Path programs = rustc.resolveSibling("").normalize();
    int names = programs.getNameCount();
    boolean rustup =
        names > 2
            && programs.getName(names - 3).toString().equals("toolchains")
            && !user.equals(programs.toString())
            && !user.startsWith(programs + ":");
    return rustup ? programs + ":" + user : user;
  }

  /** The words in front of rustc's arguments for this package. */
  List<String> command(boolean member) {
    if (wrapper.isEmpty() && (workspaceWrapper.isEmpty() || !member)) {
      return List.of(rustc.toString());
    }
    List<String> words = new ArrayList<>();
    wrapper.ifPresent(words::add);
    if (member) {
      workspaceWrapper.ifPresent(words::add);
    }
    words.add(rustc.toString());
    return List.copyOf(words);
  }
}
