package heddle.contract;

import heddle.contract.Contract.Requirement;
import heddle.text.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The variables that hand facts to a script that knows nothing of Heddle: as {@code env} and {@code
 * links} of its requirements say. Items of a list are joined by colons.
 */
public final class FactVariables {
  private FactVariables() {}

  public static Map<String, String> of(Contract contract, Map<String, Fact> facts) {
    var all = new LinkedHashMap<String, String>();
    for (Requirement each : contract.requirements().values()) {
      Optional<Fact> fact = Optional.ofNullable(facts.get(each.fact()));
      if (fact.isEmpty()) continue;
      each.env()
          .forEach((variable, member) ->
              member(fact.get().value(), member).ifPresent(text -> all.put(variable, text)));
      each.links()
          .ifPresent(links ->
              entries(fact.get())
                  .forEach((key, value) ->
                      all.put("DEP_" + upper(links) + "_" + upper(key), text(value))));
    }
    return all;
  }

  /** A member, or with a dot a member of it. */
  private static Optional<String> member(Json.Obj value, String path) {
    int dot = path.indexOf('.');
    if (dot < 0) return value.get(path).map(FactVariables::text);
    return value.get(path.substring(0, dot)).orElse(new Json.Nil()) instanceof Json.Obj inner
        ? member(inner, path.substring(dot + 1))
        : Optional.empty();
  }

  /** The metadata of {@code cargo-links}; of others all members. */
  private static Map<String, Json> entries(Fact fact) {
    return fact.schema().equals("cargo-links/1")
            && fact.value().get("metadata").orElse(new Json.Nil()) instanceof Json.Obj metadata
        ? metadata.members()
        : fact.value().members();
  }

  private static String text(Json value) {
    return value instanceof Json.Arr list
        ? String.join(":", list.items().stream().map(OptionType::shown).toList())
        : OptionType.shown(value);
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
