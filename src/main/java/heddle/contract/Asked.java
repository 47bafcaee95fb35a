package heddle.contract;

import heddle.text.Json;
import heddle.text.Problem;
import java.util.List;
import java.util.Optional;

/** What the root says of an option of a package, and where: the strongest of its words. */
record Asked(Json value, Origin origin) {
  /** Nothing also where what the root says is no value of the option, which is then a problem. */
  static Optional<Asked> of(
      Node node, OptionDeclaration option, OptionRequests requests, List<Problem> problems) {
    for (var each : requests.spoken().reversed()) {
      if (!each.option().equals(option.name())
          || !each.packages().names(node.pkg(), node.version())) continue;
      Optional<Json> value = option.type().ofText(each.value());
      if (value.isEmpty()) problems.add(option.refused(each.value(), Problem::of));
      return value.map(v -> new Asked(v, new Origin.CommandLine(each.argument())));
    }
    String name = OptionRequests.variable(node.pkg(), option.name());
    if (requests.variables().containsKey(name)) {
      String text = String.valueOf(requests.variables().get(name));
      String whole = OptionRequests.PREFIX + name;
      Optional<Json> value = option.type().ofText(text);
      if (value.isEmpty())
        problems.add(
            option.refused(text, Problem::of).withNote("the variable " + whole + " says so"));
      return value.map(v -> new Asked(v, new Origin.Variable(whole)));
    }
    for (var sets : List.of(requests.file(), requests.policy())) {
      for (var each : sets.reversed()) {
        if (!each.option().equals(option.name())
            || !each.packages().names(node.pkg(), node.version())) continue;
        return option
            .read(each.value(), each.place(), problems)
            .map(value -> new Asked(value, new Origin.File(each.place())));
      }
    }
    return Optional.empty();
  }
}
