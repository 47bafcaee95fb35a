package heddle.rules;

import java.util.List;
import java.util.Locale;

/**
 * A task that can be asked for by name: a public record of a rule file.
 *
 * @param name as on the command line: {@code PackTar} is {@code pack-tar}
 * @param type the record's name in Java
 * @param doc its doc comment as text, without tags; or empty
 */
public record Goal(String name, String type, String doc, List<Parameter> parameters) {
  /**
   * A component of the record.
   *
   * @param type what words are read to, in Java's words
   * @param choices the words that it may be, if they can be counted
   * @param doc what the comment says of it
   */
  public record Parameter(
      String name, Kind kind, Count count, String type, List<String> choices, String doc) {
    public Parameter {
      choices = List.copyOf(choices);
    }

    /** Whether it must be given. */
    boolean required() {
      return count == Count.ONE && kind != Kind.FLAG;
    }

    /** As it is typed: {@code name=TEXT}, {@code tone=warm|cool}. */
    String word() {
      return name + "=" + (choices.isEmpty() ? kind.shown : String.join("|", choices));
    }
  }

  /** What a word is read as. */
  public enum Kind {
    TEXT("TEXT"),
    WHOLE("NUMBER"),
    LONG("NUMBER"),
    FLAG("true|false"),
    PATH("PATH"),
    CHOICE("CHOICE");

    private final String shown;

    Kind(String shown) {
      this.shown = shown;
    }
  }

  /** How often a component is given: once, once or not, or as often as one likes. */
  public enum Count {
    ONE,
    OPTIONAL,
    LIST
  }

  public Goal {
    parameters = List.copyOf(parameters);
  }

  /** The first sentence of the comment. */
  public String summary() {
    String line = doc.strip().replaceAll("\\s+", " ");
    int end = line.indexOf(". ");
    String sentence = end < 0 ? line : line.substring(0, end);
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  /** As it is typed: {@code pack-tar name=TEXT [level=NUMBER] [files=PATH]...}. */
  public String usage() {
    var out = new StringBuilder(name);
    for (Parameter each : parameters) {
      out.append(' ').append(each.required() ? each.word() : "[" + each.word() + "]");
      if (each.count() == Count.LIST) out.append("...");
    }
    return out.toString();
  }

  /** {@code PackTar} as {@code pack-tar}. */
  static String named(String type) {
    var out = new StringBuilder();
    for (int i = 0; i < type.length(); i++) {
      char c = type.charAt(i);
      boolean begins =
          i > 0 && Character.isUpperCase(c) && !Character.isUpperCase(type.charAt(i - 1));
      out.append(begins ? "-" : "").append(Character.toLowerCase(c));
    }
    return out.toString();
  }

  /** The constant of an enum as a word: {@code TO_DISK} as {@code to-disk}. */
  static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
