package heddle.rust;

import heddle.contract.OptionType;
import heddle.contract.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which options stand behind the variables that a failed script speaks of. The person who reads its
 * words did not set them, and cannot know whence they came.
 */
record OptionHints(CratePackage pkg, Map<String, Setting> options) {
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Lines for the variables that these lines name; none if no option sets any. */
  List<String> of(List<List<String>> said) {
    Map<String, Setting> setting = new TreeMap<>();
    for (Setting each : options.values()) {
      if (each.value().isEmpty()) continue;
      each.option().variables(each.value().get()).keySet().forEach(name -> setting.put(name, each));
    }
    if (setting.isEmpty()) return List.of();
    List<String> lines = new ArrayList<>();
    for (List<String> all : said) {
      for (String line : all) {
        Matcher word = WORD.matcher(line);
        while (word.find()) {
          Setting found = setting.remove(word.group());
          if (found != null) lines.addAll(hint(word.group(), found));
        }
      }
    }
    return lines;
  }

  private List<String> hint(String variable, Setting setting) {
    String value = OptionType.shown(setting.value().orElseThrow());
    String text =
        String.valueOf(setting.option().variables(setting.value().orElseThrow()).get(variable));
    String name = pkg.name() + ":" + setting.option().name();
    return List.of(
        "note: `"
            + variable
            + "` is `"
            + text
            + "` because `"
            + name
            + "` is `"
            + value
            + "` ("
            + setting.origin()
            + ")",
        "help: for another value: heddle set "
            + name
            + "=VALUE (`heddle options "
            + pkg.name()
            + "` lists them)");
  }
}
