package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A pattern for paths: {@code *} and {@code ?} within a name, {@code **} across names, sets {@code
 * [a-z]}, choices {@code {a,b}}, and a backslash before what stands for itself. It looks at bytes.
 * Source of the rules: {@code glob.rs} of the crate globset 0.4.18, where a separator must be
 * written.
 */
final class IgnoreGlob {
  /** What a prefix or a middle of {@code **} became: the next one may join it. */
  private enum Wild {
    PREFIX,
    SUFFIX,
    MIDDLE,
    NONE
  }

  private record Token(Wild wild, String regex) {}

  private final List<List<Token>> branches = new ArrayList<>(List.of(new ArrayList<>()));
  private final List<Integer> choices = new ArrayList<>();
  private final int[] letters;
  private int at;

  /** A set did not close: from then on an opening bracket stands for itself. */
  private boolean open;

  private IgnoreGlob(String glob) {
    this.letters = glob.codePoints().toArray();
  }

  /** The pattern, to be matched against {@link #bytes}. */
  static Pattern compile(String glob) throws ProblemException {
    return new IgnoreGlob(glob).parse();
  }

  /** A path as the pattern sees it: a character for each byte of UTF-8. */
  static String bytes(String path) {
    return new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private Pattern parse() throws ProblemException {
    while (at < letters.length) {
      int c = letters[at++];
      switch (c) {
        case '?' -> push("[^/]");
        case '*' -> star();
        case '[' -> {
          if (open || !set()) push(literal(c));
        }
        case '{' -> {
          choices.add(branches.size());
          branches.add(new ArrayList<>());
        }
        case '}' -> choice();
        case ',' -> {
          if (choices.isEmpty()) push(literal(c));
          else branches.add(new ArrayList<>());
        }
        case '\\' -> {
          if (at == letters.length) throw wrong("dangling '\\'");
          push(literal(letters[at++]));
        }
        default -> push(literal(c));
      }
    }
    if (branches.size() > 1) {
      throw wrong("unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)");
    }
    List<Token> all = branches.getFirst();
    boolean everything = all.size() == 1 && all.getFirst().wild() == Wild.PREFIX;
    return Pattern.compile(everything ? ".*" : joined(all), Pattern.DOTALL);
  }

  private List<Token> branch() throws ProblemException {
    if (branches.isEmpty()) throw unopened();
    return branches.getLast();
  }

  private void push(String regex) throws ProblemException {
    branch().add(new Token(Wild.NONE, regex));
  }

  private void push(Wild wild) throws ProblemException {
    String regex =
        switch (wild) {
          case PREFIX -> "(?:/?|.*/)";
          case SUFFIX -> "/.*";
          case MIDDLE -> "(?:/|/.*/)";
          case NONE -> "[^/]*";
        };
    branch().add(new Token(wild, regex));
  }

  private void choice() throws ProblemException {
    if (choices.isEmpty()) throw unopened();
    int start = choices.removeLast();
    List<List<Token>> inner = branches.subList(start, branches.size());
    List<String> parts = inner.stream().map(IgnoreGlob::joined).filter(p -> !p.isEmpty()).toList();
    inner.clear();
    push(parts.isEmpty() ? "" : "(?:" + String.join("|", parts) + ")");
  }

  private static String joined(List<Token> tokens) {
    var text = new StringBuilder();
    tokens.forEach(each -> text.append(each.regex()));
    return text.toString();
  }

  private int next() {
    return at < letters.length ? letters[at] : -1;
  }

  private void star() throws ProblemException {
    int before = at >= 2 ? letters[at - 2] : -1;
    if (next() != '*') {
      push(Wild.NONE);
      return;
    }
    at++;
    boolean ends = next() == -1 || next() == '/';
    if (branch().isEmpty()) {
      if (ends) {
        push(Wild.PREFIX);
        at = Math.min(at + 1, letters.length);
      } else {
        push(Wild.NONE);
      }
      return;
    }
    boolean inChoice = branches.size() > 1;
    boolean opens = before == '/' || (inChoice && (before == ',' || before == '{'));
    boolean closes = next() == -1 || (inChoice && (next() == ',' || next() == '}'));
    if (!opens || !(closes || next() == '/')) {
      push(Wild.NONE);
      return;
    }
    if (!closes || next() == -1) at = Math.min(at + 1, letters.length);
    Wild last = branch().removeLast().wild();
    push(last == Wild.PREFIX || last == Wild.SUFFIX ? last : closes ? Wild.SUFFIX : Wild.MIDDLE);
  }

  /** Reads a set; one that does not close is none. */
  private boolean set() throws ProblemException {
    int start = at;
    var ranges = new ArrayList<int[]>();
    boolean negated = next() == '!' || next() == '^';
    if (negated) at++;
    boolean inRange = false;
    for (boolean first = true; ; first = false) {
      if (at == letters.length) {
        open = true;
        at = start;
        return false;
      }
      int c = letters[at++];
      if (c == ']' && !first) break;
      if (c == '-' && !first && !inRange) {
        inRange = true;
      } else if (inRange) {
        int[] range = ranges.getLast();
        range[1] = c;
        if (c < range[0]) {
          throw wrong("invalid range; '" + text(range[0]) + "' > '" + text(c) + "'");
        }
        inRange = false;
      } else {
        ranges.add(new int[] {c, c});
      }
    }
    if (inRange) ranges.add(new int[] {'-', '-'});
    var regex = new StringBuilder(negated ? "[^" : "[");
    for (int[] range : ranges) {
      regex.append(literal(range[0]));
      if (range[0] != range[1]) regex.append('-').append(literal(range[1]));
    }
    push(regex.append(']').toString());
    return true;
  }

  private static String text(int letter) {
    return Character.toString(letter);
  }

  private static String literal(int letter) {
    var text = new StringBuilder();
    for (byte b : text(letter).getBytes(StandardCharsets.UTF_8)) {
      text.append(String.format("\\x%02x", b));
    }
    return text.toString();
  }

  private ProblemException unopened() {
    return wrong("unopened alternate group; missing '{' (maybe escape '}' with '[}]'?)");
  }

  private ProblemException wrong(String what) {
    return new ProblemException(Problem.of(what));
  }
}
