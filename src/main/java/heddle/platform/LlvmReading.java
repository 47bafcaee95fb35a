package heddle.platform;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * LLVM's reading of a text: normalised, parsed by position, and meant as a target. A word for which
 * LLVM says {@code unknown} is an error here, as LLVM would go on with a machine that nobody asked
 * for; only the vendor may be any word.
 */
final class LlvmReading {
  private LlvmReading() {}

  static Reading of(String text) throws ProblemException {
    LlvmTriple triple = LlvmTriple.parse(LlvmNormalization.normalize(text));
    var fields = new LinkedHashMap<String, String>();
    fields.put("normalized", triple.text());
    fields.put("canonical4", LlvmNormalization.canonical(text, 4));
    fields.put("arch", triple.arch());
    fields.put("subarch", triple.sub());
    fields.put("vendor", triple.vendor());
    fields.put("os", triple.os());
    fields.put("os_version", triple.osVersion().text());
    fields.put("env", triple.env());
    fields.put("env_version", triple.envVersion().text());
    fields.put("objfmt", triple.format().id());
    fields.put("ptr_bits", String.valueOf(LlvmArch.pointerBits(triple.arch())));
    return new Reading(
        Dialect.LLVM, text, triple.text(), fields, Optional.of(target(text, triple)));
  }

  private static Target target(String text, LlvmTriple triple) throws ProblemException {
    if (triple.arch().equals("unknown")) {
      throw unknown(text, "architecture", triple.archText());
    }
    if (triple.os().equals("unknown") && !unspecified(triple.osText())) {
      throw unknown(text, "system", triple.osText());
    }
    if (triple.env().equals("unknown")
        && !unspecified(triple.envText())
        && LlvmWords.format(triple.envText()).isEmpty()) {
      throw unknown(text, "environment", triple.envText());
    }
    return LlvmMeaning.of(triple);
  }

  private static boolean unspecified(String word) {
    return word.isEmpty() || word.equals("unknown") || word.equals("none");
  }

  private static ProblemException unknown(String text, String what, String word) {
    return new ProblemException(
        Problem.of(
            word.isEmpty() || word.equals("unknown")
                ? "`" + text + "` names no " + what + " that LLVM knows"
                : "LLVM knows no " + what + " `" + word + "` (in `" + text + "`)"));
  }
}
