package heddle.platform;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Debian's reading: an architecture of dpkg, and the target that its ports are built for. */
final class DebianReading {
  private DebianReading() {}

  static Reading of(String text) throws ProblemException {
    Optional<DebianArch> arch = DebianArch.parse(text);
    if (arch.isEmpty()) {
      throw new ProblemException(unknown(text));
    }
    DebianArch found = arch.get();
    var fields = new LinkedHashMap<String, String>();
    fields.put("debian_arch", text);
    fields.put("gnu_type", found.gnuType());
    fields.put("multiarch", found.multiarch());
    fields.put("abi", found.abi());
    fields.put("libc", found.libc());
    fields.put("os", found.os());
    fields.put("cpu", found.cpu());
    fields.put("bits", String.valueOf(found.bits()));
    fields.put("endian", found.endian());
    GnuConfig config = GnuConfig.parse(found.gnuType());
    return new Reading(
        Dialect.DEBIAN, text, text, fields, GnuReading.target(config).map(t -> port(found, t)));
  }

  private static Problem unknown(String text) {
    Problem problem = Problem.of("`" + text + "` is no Debian architecture");
    return Suggestion.among(DebianArch.names(), text)
        .map(s -> problem.withHelp(s.help("architecture")))
        .orElse(problem);
  }

  /** What a port is compiled for is more than its GNU type says: armhf is ARMv7, armel ARMv5TE. */
  private static Target port(DebianArch arch, Target target) {
    return switch (arch.abi()) {
      case "eabihf" -> target.withIsa("v7");
      case "eabi" -> target.withIsa("v5te");
      default -> target;
    };
  }
}
