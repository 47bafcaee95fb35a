package heddle.cargo;

import heddle.text.Cfg;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.util.List;
import java.util.Optional;

/**
 * Warns of {@code [target.'cfg(…)']} tables whose condition can tell nothing about dependencies.
 * Source of the rule: {@code check_cfg_attributes} and {@code check_cfg_keywords} of
 * cargo-platform.
 */
final class IdleConditions {
  private final Place place;
  private final List<Problem> warnings;

  private IdleConditions(Place place, List<Problem> warnings) {
    this.place = place;
    this.warnings = warnings;
  }

  static void of(Fields manifest, List<Problem> warnings) throws ProblemException {
    Optional<Fields> targets = manifest.table("target");
    if (targets.isEmpty()) {
      return;
    }
    for (Toml.Entry each : targets.get().table().entries().values()) {
      if (TargetCondition.parse(each.key(), each.keyPlace())
          instanceof TargetCondition.Matching(Cfg cfg)) {
        new IdleConditions(each.keyPlace(), warnings).check(cfg);
      }
    }
  }

  private void check(Cfg cfg) {
    switch (cfg) {
      case Cfg.Not(Cfg part) -> check(part);
      case Cfg.All(List<Cfg> parts) -> parts.forEach(this::check);
      case Cfg.Any(List<Cfg> parts) -> parts.forEach(this::check);
      case Cfg.Name(Cfg.Identifier name) -> {
        switch (name.name()) {
          case "test", "debug_assertions", "proc_macro" ->
              warn("`" + name.name() + "`", "it never holds here as one would expect");
          default -> {}
        }
        keyword(name, cfg);
      }
      case Cfg.Pair(Cfg.Identifier name, String _) -> {
        if (name.name().equals("feature")) {
          warn("`feature = …`", "use the `[features]` table: an optional dependency and `dep:`");
        }
        keyword(name, cfg);
      }
      case Cfg.Flag _, Cfg.Call _ -> {}
    }
  }

  private void warn(String what, String help) {
    warnings.add(
        Problem.at(place, "found " + what + ", which cannot choose dependencies").withHelp(help));
  }

  private void keyword(Cfg.Identifier name, Cfg cfg) {
    if (!name.raw() && (name.name().equals("true") || name.name().equals("false"))) {
      warnings.add(
          Problem.at(
                  place,
                  "`cfg("
                      + cfg
                      + ")` uses the keyword `"
                      + name.name()
                      + "` as a name, which will be an error in a future release")
              .withHelp("write it as a raw name: `cfg(r#" + name.name() + ")`"));
    }
  }
}
