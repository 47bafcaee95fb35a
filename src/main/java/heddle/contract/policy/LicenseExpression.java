package heddle.contract.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * An SPDX licence expression (SPDX 2.3, annex D): {@code AND} binds closer than {@code OR}; cargo's
 * old {@code A/B} is {@code A OR B}. What does not read so is met by nothing.
 */
public final class LicenseExpression {
  private final List<String> words;
  private final Predicate<String> allowed;

  /** So deep no licence is; a text of many brackets is none. */
  private static final int DEPTH = 64;

  private int at;
  private int depth;
  private boolean wrong;

  private LicenseExpression(List<String> words, Predicate<String> allowed) {
    this.words = words;
    this.allowed = allowed;
  }

  /** Whether it is met by licences that are allowed. */
  public static boolean holds(String expression, Predicate<String> allowed) {
    String spaced = expression.replace("(", " ( ").replace(")", " ) ").replace("/", " OR ").strip();
    var reader = new LicenseExpression(List.of(spaced.split("\\s+", -1)), allowed);
    boolean holds = reader.or();
    return holds && !reader.wrong && reader.at == reader.words.size();
  }

  /** Whether it can be read at all. */
  public static boolean reads(String expression) {
    return holds(expression, _ -> true);
  }

  private String word() {
    return at < words.size() ? words.get(at) : "";
  }

  private boolean or() {
    boolean holds = and();
    while (word().equals("OR")) {
      at++;
      holds |= and();
    }
    return holds;
  }

  private boolean and() {
    boolean holds = one();
    while (word().equals("AND")) {
      at++;
      holds &= one();
    }
    return holds;
  }

  private boolean one() {
    String word = word();
    at++;
    if (word.equals("(")) {
      if (++depth > DEPTH) {
        wrong = true;
        return false;
      }
      boolean holds = or();
      depth--;
      wrong |= !word().equals(")");
      at++;
      return holds;
    }
    if (!word.matches("[A-Za-z0-9.+:-]+") || List.of("AND", "OR", "WITH").contains(word)) {
      wrong = true;
      return false;
    }
    var name = new ArrayList<>(List.of(word));
    if (word().equals("WITH")) {
      at++;
      name.add("WITH");
      name.add(word());
      wrong |= word().isEmpty();
      at++;
    }
    String whole = String.join(" ", name);
    // `GPL-2.0+` is that version or a later one: whoever allows the version allows it.
    return allowed.test(whole)
        || (whole.endsWith("+") && allowed.test(whole.substring(0, whole.length() - 1)));
  }
}
