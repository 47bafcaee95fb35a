package heddle.contract.policy;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the root allows of what comes from elsewhere: {@code [audit]} in {@code heddle.toml}. What
 * is not written allows all; a missing hash is never allowed.
 *
 * @param licenses identifiers of SPDX, with {@code ID WITH EXCEPTION} as one
 * @param hosts hosts or domains; a domain covers its hosts
 * @param clarified the licence of packages and downloads that say none or a wrong one
 */
public record AuditPolicy(
    Optional<List<String>> licenses, Optional<List<String>> hosts, Map<String, String> clarified) {
  static AuditPolicy of(Keys root, List<Problem> problems) {
    Optional<Toml> table = root.value("audit");
    if (table.isEmpty()) return new AuditPolicy(Optional.empty(), Optional.empty(), Map.of());
    if (!(table.get() instanceof Toml.Table inner)) {
      problems.add(Problem.at(table.get().place(), "`audit` must be a table"));
      return new AuditPolicy(Optional.empty(), Optional.empty(), Map.of());
    }
    Keys keys = new Keys("[audit]", inner, problems).known(List.of("licenses", "hosts", "license"));
    var clarified = new LinkedHashMap<String, String>();
    for (var entry : keys.entries("license").values()) {
      if (entry.value() instanceof Toml.Text text) {
        if (!LicenseExpression.reads(text.value())) problems.add(noLicense(text));
        clarified.put(entry.key(), text.value());
      } else problems.add(Problem.at(entry.value().place(), "a licence is a string"));
    }
    for (Toml.Text each : keys.texts("licenses")) {
      if (!each.value().matches("[A-Za-z0-9.+:-]+( WITH [A-Za-z0-9.+:-]+)?"))
        problems.add(
            noLicense(each).withHelp("each is one identifier of SPDX, or `ID WITH EXCEPTION`"));
    }
    for (Toml.Text each : keys.texts("hosts")) {
      if (!each.value().matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"))
        problems.add(
            Problem.at(each.place(), "`" + each.value() + "` is no host")
                .withHelp("write `example.org`, which covers its hosts too"));
    }
    return new AuditPolicy(list(keys, "licenses"), list(keys, "hosts"), clarified);
  }

  private static Problem noLicense(Toml.Text text) {
    return Problem.at(text.place(), "`" + text.value() + "` is no licence as SPDX writes it");
  }

  private static Optional<List<String>> list(Keys keys, String key) {
    return keys.has(key)
        ? Optional.of(keys.texts(key).stream().map(Toml.Text::value).toList())
        : Optional.empty();
  }

  /** From the text of {@code heddle.toml}. */
  public static AuditPolicy read(Source source) throws ProblemException {
    var problems = new ArrayList<Problem>();
    AuditPolicy policy = of(new Keys("heddle.toml", Toml.parse(source), problems), problems);
    if (!problems.isEmpty()) throw new ProblemException(problems);
    return policy;
  }

  public boolean allowsHost(String host) {
    return hosts.isEmpty()
        || hosts.get().stream().anyMatch(each -> host.equals(each) || host.endsWith("." + each));
  }

  /** Whether the licences allowed are enough for this expression. */
  public boolean allowsLicense(String expression) {
    return licenses.isEmpty() || LicenseExpression.holds(expression, licenses.get()::contains);
  }
}
