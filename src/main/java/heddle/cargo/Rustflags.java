package heddle.cargo;

import heddle.text.ProblemException;
import heddle.text.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The flags that the configuration adds to every rustc for a platform. The first of these sources
 * that has any is the only one: {@code CARGO_ENCODED_RUSTFLAGS}, {@code RUSTFLAGS}, {@code
 * target.TRIPLE.rustflags} with those of matching {@code target.'cfg(…)'}, {@code build.rustflags}.
 * Where a target is asked for by name, what runs while building gets none. Source of the rule:
 * {@code extra_args} of cargo's {@code build_context/target_info.rs}.
 */
record Rustflags(List<String> flags) {
  public Rustflags {
    flags = List.copyOf(flags);
  }

  /**
   * The flags for a platform; named says that targets were asked for by name. The facts are those
   * of the platform, or of a first guess of it.
   */
  public static Rustflags of(Config config, Platform platform, boolean named, TargetFacts facts)
      throws ProblemException {
    if (named && platform.isHost()) {
      return new Rustflags(List.of());
    }
    Optional<Setting<String>> encoded = config.ofVariable("CARGO_ENCODED_RUSTFLAGS");
    if (encoded.isPresent()) {
      String text = encoded.get().value();
      return new Rustflags(text.isEmpty() ? List.of() : split(text, '\u001f'));
    }
    Optional<Setting<String>> plain = config.ofVariable("RUSTFLAGS");
    if (plain.isPresent()) {
      List<String> words =
          split(plain.get().value(), ' ').stream().filter(w -> !w.isBlank()).toList();
      return new Rustflags(words.stream().map(String::strip).toList());
    }
    var flags = new ArrayList<>(texts(config, "target", facts.triple(), "rustflags"));
    Map<String, ConfigValue> keys = new TreeMap<>(Bytewise.ORDER);
    config.table("target").ifPresent(table -> keys.putAll(table.entries()));
    for (String key : keys.keySet()) {
      if (key.startsWith("cfg(")
          && TargetCondition.parse(key, new Source("target", key).all())
              .matches(facts.triple(), facts.cfgs())) {
        flags.addAll(texts(config, "target", key, "rustflags"));
      }
    }
    return new Rustflags(flags.isEmpty() ? texts(config, "build", "rustflags") : flags);
  }

  private static List<String> texts(Config config, String... key) throws ProblemException {
    return config.texts(true, key).stream().map(Setting::value).toList();
  }

  private static List<String> split(String text, char separator) {
    var parts = new ArrayList<String>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == separator) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    return parts;
  }
}
