package heddle.platform;

import heddle.text.ProblemException;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * GNU's reading of a text: the canonical configuration name, and the target that it means if Heddle
 * knows the machine. GNU config knows many museum pieces of which nothing else is known here.
 */
final class GnuReading {
  private GnuReading() {}

  static Reading of(String text) throws ProblemException {
    GnuConfig config = GnuConfig.parse(text);
    var fields = new LinkedHashMap<String, String>();
    fields.put("canonical", config.text());
    fields.put("cpu", config.cpu());
    fields.put("vendor", config.vendor());
    fields.put("kernel", config.system().kernel());
    fields.put("os", config.system().os());
    fields.put("obj", config.system().format());
    return new Reading(Dialect.GNU, text, config.text(), fields, target(config));
  }

  static Optional<Target> target(GnuConfig config) {
    return GnuCpu.of(config.cpu()).flatMap(cpu -> GnuMeaning.of(config, cpu));
  }
}
