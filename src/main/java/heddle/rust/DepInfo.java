package heddle.rust;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one rustc run says it read: the files of its {@code .d} file, and the variables it looked
 * up, each with the value it saw (empty when the variable was not set).
 *
 * <p>The format is make's, as rustc writes it ({@code rustc_interface}, {@code write_out_deps}):
 * the first rule's prerequisites, spaces escaped by a backslash, and comment lines {@code #
 * env-dep:NAME=VALUE} in which backslash, line feed and carriage return are escaped.
 */
record DepInfo(List<String> files, Map<String, Optional<String>> variables) {
  private static final String VARIABLE = "# env-dep:";

  DepInfo {
    files = List.copyOf(files);
    variables = Map.copyOf(variables);
  }

  static DepInfo parse(String text) {
    List<String> files = new ArrayList<>();
    Map<String, Optional<String>> variables = new LinkedHashMap<>();
    boolean found = false;
    for (String line : text.lines().toList()) {
      if (line.startsWith(VARIABLE)) {
        String rest = line.substring(VARIABLE.length());
        int equals = rest.indexOf('=');
        String name = unescape(equals < 0 ? rest : rest.substring(0, equals));
        variables.put(
            name,
            equals < 0 ? Optional.empty() : Optional.of(unescape(rest.substring(equals + 1))));
      } else if (!found && !line.startsWith("#")) {
        int colon = line.indexOf(": ");
        if (colon >= 0) {
          found = true;
          prerequisites(line.substring(colon + 2), files);
        }
      }
    }
    return new DepInfo(files, variables);
  }

  private static void prerequisites(String text, List<String> files) {
    StringBuilder file = new StringBuilder();
    boolean escaped = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' && escaped) {
        file.setCharAt(file.length() - 1, ' ');
      } else if (c == ' ') {
        add(file, files);
      } else {
        file.append(c);
      }
      escaped = c == '\\';
    }
    add(file, files);
  }

  private static void add(StringBuilder file, List<String> files) {
    if (!file.isEmpty()) {
      files.add(file.toString());
      file.setLength(0);
    }
  }

  private static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    boolean escaped = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (escaped) {
        out.append(
            switch (c) {
              case 'n' -> '\n';
              case 'r' -> '\r';
              default -> c;
            });
        escaped = false;
      } else if (c == '\\') {
        escaped = true;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
