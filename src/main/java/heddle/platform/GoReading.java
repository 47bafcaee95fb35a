package heddle.platform;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Go's reading: a port ({@code GOOS/GOARCH} of {@code go tool dist list}). On Linux and Windows cgo
 * works with the GNU libraries, so that is what the target has; ARM is GOARM=7.
 */
final class GoReading {
  private GoReading() {}

  private static final String[] PORTS = {
    "aix ppc64",
    "android 386 amd64 arm arm64",
    "darwin amd64 arm64",
    "dragonfly amd64",
    "freebsd 386 amd64 arm arm64",
    "illumos amd64",
    "ios amd64 arm64",
    "js wasm",
    "linux 386 amd64 arm arm64 loong64 mips mips64 mips64le mipsle ppc64 ppc64le riscv64 s390x",
    "netbsd 386 amd64 arm arm64",
    "openbsd 386 amd64 arm arm64 ppc64 riscv64",
    "plan9 386 amd64 arm",
    "solaris amd64",
    "wasip1 wasm",
    "windows 386 amd64 arm64",
  };

  /** Ports that Go once had and older releases still have; 32-bit ARM was built as ARMv7, too. */
  private static final String[] PAST_PORTS = {
    "darwin 386 arm",
    "dragonfly 386",
    "freebsd riscv64",
    "ios arm",
    "openbsd mips64",
    "solaris 386",
    "windows arm",
  };

  static List<String> ports() {
    return ports(PORTS);
  }

  private static List<String> ports(String[] rows) {
    var ports = new ArrayList<String>();
    for (String row : rows) {
      String[] words = row.split(" ", -1);
      for (int i = 1; i < words.length; i++) {
        ports.add(words[0] + "/" + words[i]);
      }
    }
    return ports;
  }

  static Reading of(String text) throws ProblemException {
    int slash = text.indexOf('/');
    if (slash < 0 || !(ports().contains(text) || ports(PAST_PORTS).contains(text))) {
      throw new ProblemException(Problem.of("`" + text + "` is no port of Go"));
    }
    String os = text.substring(0, slash);
    String arch = text.substring(slash + 1);
    var fields = new LinkedHashMap<String, String>();
    fields.put("GOOS", os);
    fields.put("GOARCH", arch);
    return new Reading(Dialect.GO, text, text, fields, Optional.of(target(os, arch)));
  }

  private static Target target(String goos, String goarch) {
    String os =
        switch (goos) {
          case "darwin" -> "macos";
          case "js" -> "none";
          case "wasip1" -> "wasi";
          default -> goos;
        };
    String env =
        switch (goos) {
          case "linux", "windows" -> "gnu";
          case "wasip1" -> "p1";
          // Intel Macs have no iOS device: that is the simulator.
          case "ios" -> goarch.equals("amd64") ? "sim" : "";
          default -> "";
        };
    String vendor = os.equals("macos") || os.equals("ios") ? "apple" : "unknown";
    String abi = goarch.equals("arm") ? goos.equals("android") ? "eabi" : "eabihf" : "";
    Target target =
        machine(goarch).with(vendor, os, "", env, goos.equals("windows") ? "" : abi, "");
    return goos.equals("js") ? target.withVariant("js") : target;
  }

  private static Machine machine(String goarch) {
    return switch (goarch) {
      case "386" -> Machine.little("x86", "i686");
      case "amd64" -> Machine.little("x86_64");
      case "arm" -> Machine.little("arm", "v7");
      case "arm64" -> Machine.little("aarch64");
      case "loong64" -> Machine.little("loongarch64");
      case "mips" -> Machine.big("mips");
      case "mipsle" -> Machine.little("mips");
      case "mips64" -> Machine.big("mips64");
      case "mips64le" -> Machine.little("mips64");
      case "ppc64" -> Machine.big("powerpc64");
      case "ppc64le" -> Machine.little("powerpc64");
      case "riscv64" -> Machine.little("riscv64", "gc");
      case "wasm" -> Machine.little("wasm32");
      default -> Machine.big(goarch);
    };
  }
}
