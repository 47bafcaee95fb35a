package heddle.cli;

import heddle.cli.CommandEntry.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The help texts; the whole table fits a screen of 24 lines and 80 columns with room for the
 * prompt.
 */
final class Help {
  private Help() {}

  static List<String> overview() {
    var lines = new ArrayList<String>();
    lines.add("Heddle builds graphs of Rust, C, C++, Python and Java packages.");
    lines.add("");
    lines.add("Usage: heddle [+TOOLCHAIN] <command> [options]    heddle <command> --help");
    for (Group group : Group.values()) {
      List<CommandEntry> entries =
          CommandTable.entries().stream().filter(e -> e.group() == group).toList();
      if (entries.isEmpty()) continue;
      lines.add("");
      lines.add(group.title() + ":");
      for (CommandEntry each : entries) {
        String alias = each.aliases().isEmpty() ? "" : ", " + String.join(", ", each.aliases());
        lines.add("  " + pad(each.name() + alias, 19) + each.summary());
      }
    }
    return lines;
  }

  /** Every command with its aliases, in the form of {@code cargo --list}. */
  static List<String> list() {
    var lines = new TreeMap<String, String>();
    for (CommandEntry each : CommandTable.entries()) {
      lines.put(each.name(), each.summary());
      for (String alias : each.aliases()) lines.put(alias, "alias: " + each.name());
    }
    var all = new ArrayList<>(List.of("Installed Commands:"));
    lines.forEach((name, about) -> all.add("    " + pad(name, 20) + " " + about));
    return all;
  }

  static List<String> of(CommandEntry entry, Usage usage) {
    var lines = new ArrayList<String>();
    lines.add(entry.summary());
    lines.add("");
    String words = usage.words().isEmpty() ? "" : " " + usage.words();
    lines.add(
        "Usage: heddle " + entry.name() + (usage.options().isEmpty() ? "" : " [options]") + words);
    if (!usage.options().isEmpty()) {
      lines.add("");
      lines.add("Options:");
      int width = 0;
      for (Option each : usage.options()) width = Math.max(width, each.usage().length());
      width = Math.min(width, 34);
      for (Option each : usage.options()) {
        String values =
            each.values().isEmpty() ? "" : " (" + String.join(", ", each.values()) + ")";
        if (each.usage().length() > width) {
          lines.add("  " + each.usage());
          lines.add("  " + " ".repeat(width) + "  " + each.summary() + values);
        } else {
          lines.add("  " + pad(each.usage(), width) + "  " + each.summary() + values);
        }
      }
    }
    return lines;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
