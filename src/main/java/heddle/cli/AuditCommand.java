package heddle.cli;

import heddle.contract.policy.AuditPolicy;
import heddle.contract.policy.LicenseExpression;
import heddle.rust.Inventory;
import heddle.rust.Workshop;
import heddle.text.Json;
import heddle.text.Source;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code heddle audit}: holds what comes from elsewhere against {@code [audit]} of heddle.toml;
 * ends with 1 if something is not allowed.
 */
final class AuditCommand implements Command {
  /** What is not allowed, of what. */
  private record Finding(Takings.Taking of, String rule, String message) {}

  @Override
  public Usage usage() {
    return new Usage(
        "",
        0,
        0,
        false,
        ContractSession.options(
            Option.flag("json", "Print JSON; docs/schema/audit-1.json says its form")));
  }

  @Override
  public int run(Session session, Arguments given) throws Exception {
    try (Workshop shop = ContractSession.open(session, given)) {
      Inventory inventory = shop.inventory();
      Path file = inventory.root().resolve("heddle.toml");
      AuditPolicy policy =
          AuditPolicy.read(new Source(file.toString(), shop.read(file).orElse("")));
      Takings takings = Takings.of(inventory);
      List<Finding> findings = findings(takings, policy);
      Terminal terminal = session.terminal();
      PrintStream out = terminal.out();
      if (given.has("json")) {
        var all = new ArrayList<Json>();
        for (Finding each : findings)
          all.add(
              JsonForm.object(
                  Map.entry("rule", new Json.Str(each.rule())),
                  Map.entry("message", new Json.Str(each.message())),
                  Map.entry("of", each.of().json())));
        out.println(
            JsonForm.object(
                    Map.entry("heddle", Json.Num.of(1)),
                    Map.entry("looked_at", Json.Num.of(takings.all().size())),
                    Map.entry("findings", new Json.Arr(all)))
                .compact());
      } else {
        for (Finding each : findings)
          out.println(each.of().shown() + ": " + each.message() + " (" + each.rule() + ")");
        terminal.status(
            "Audited",
            takings.all().size() + " from elsewhere, " + findings.size() + " not allowed");
      }
      out.flush();
      return findings.isEmpty() ? 0 : 1;
    }
  }

  private static List<Finding> findings(Takings takings, AuditPolicy policy) {
    var all = new ArrayList<Finding>();
    for (Takings.Taking each : takings.all()) {
      if (!each.fixed()) all.add(new Finding(each, "hash", "no hash fixes its bytes"));
      for (String host : each.hosts()) {
        if (!policy.allowsHost(host))
          all.add(new Finding(each, "host", "it comes from `" + host + "`"));
      }
      if (policy.licenses().isEmpty()) continue;
      String license = policy.clarified().getOrDefault(each.name(), each.license());
      if (license.isEmpty()) all.add(new Finding(each, "license", "it says no licence"));
      else if (!LicenseExpression.reads(license))
        all.add(new Finding(each, "license", "`" + license + "` is no SPDX expression"));
      else if (!policy.allowsLicense(license))
        all.add(new Finding(each, "license", "its licence is `" + license + "`"));
    }
    return all;
  }
}
