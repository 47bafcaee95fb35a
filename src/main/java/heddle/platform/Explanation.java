package heddle.platform;

import heddle.text.JsonWriter;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a text means in each of some dialects: a reading, or why there is none. As JSON one object
 * per text; a dialect's {@code fields} carry its own tool's names, the {@code target} Heddle's.
 */
public record Explanation(String text, Map<Dialect, Outcome> outcomes) {

  /** A reading, or the problem with the text. */
  public sealed interface Outcome {
    record Read(Reading reading) implements Outcome {}

    record Refused(Problem problem) implements Outcome {}
  }

  public Explanation {
    outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
  }

  /** The text in every dialect. */
  public static Explanation of(String text) {
    return of(text, Arrays.asList(Dialect.values()));
  }

  public static Explanation of(String text, List<Dialect> dialects) {
    var outcomes = new LinkedHashMap<Dialect, Outcome>();
    for (Dialect dialect : dialects) {
      try {
        outcomes.put(dialect, new Outcome.Read(Reading.of(text, dialect)));
      } catch (ProblemException e) {
        outcomes.put(dialect, new Outcome.Refused(e.problems().getFirst()));
      }
    }
    return new Explanation(text, outcomes);
  }

  /** A JSON target specification, which only rustc reads. */
  public static Explanation ofSpecification(String text, Source json) {
    Outcome outcome;
    try {
      outcome = new Outcome.Read(Reading.ofSpecification(text, json));
    } catch (ProblemException e) {
      outcome = new Outcome.Refused(e.problems().getFirst());
    }
    return new Explanation(text, Map.of(Dialect.RUSTC, outcome));
  }

  public List<Reading> readings() {
    var readings = new ArrayList<Reading>();
    for (Outcome outcome : outcomes.values()) {
      if (outcome instanceof Outcome.Read(Reading reading)) {
        readings.add(reading);
      }
    }
    return readings;
  }

  /** Whether two dialects read the text as different targets. */
  public boolean isAmbiguous() {
    return readings().stream().flatMap(r -> r.meaning().stream()).distinct().count() > 1;
  }

  /**
   * The one target of a text whose dialect nobody named: a problem that lists the readings where
   * they differ, and one that says so where there is none.
   */
  public Target only() throws ProblemException {
    if (isAmbiguous()) {
      Problem problem = Problem.of("`" + text + "` means different targets in different dialects");
      for (Reading reading : readings()) {
        problem =
            problem.withNote(
                reading.dialect().id()
                    + ": "
                    + reading.meaning().map(Explanation::shortly).orElse(reading.canonical()));
      }
      String one = readings().getFirst().dialect().id();
      throw new ProblemException(
          problem.withHelp("name the dialect, as in `" + one + ":" + text + "`"));
    }
    for (Reading reading : readings()) {
      if (reading.meaning().isPresent()) {
        return reading.meaning().get();
      }
    }
    throw new ProblemException(Problem.of("`" + text + "` is a target in no dialect"));
  }

  /**
   * What to tell somebody who gave the text where rustc's name of a target is asked for: that name
   * if the text has one meaning elsewhere, its readings if it has several, else names like it.
   */
  public Problem insteadOfRustcs(Problem problem) {
    try {
      Optional<String> name = Spelling.nearest(only(), Dialect.RUSTC);
      if (name.isPresent()) {
        String dialect = readings().getFirst().dialect().id();
        return problem.withHelp(
            "in the words of "
                + dialect
                + " it is a target, which rustc calls `"
                + name.get()
                + "`");
      }
    } catch (ProblemException e) {
      if (isAmbiguous()) {
        return problem.withNote(String.join("; ", e.problems().getFirst().notes()));
      }
    }
    return Suggestion.among(RustcTargets.all().stream().map(RustcTarget::name).toList(), text)
        .map(near -> problem.withHelp("did you mean `" + near.name() + "`?"))
        .orElse(problem.withHelp("`heddle targets` lists those that rustc has built in"));
  }

  /** One line with what tells targets apart. */
  public static String shortly(Target t) {
    var words = new ArrayList<String>();
    words.add(t.isa().isEmpty() ? t.arch() : t.arch() + " (" + t.isa() + ")");
    words.add(t.endian().id() + "-endian");
    words.add(t.pointerBits() + "-bit pointers");
    words.add(t.osMin().isEmpty() ? t.os() : t.os() + " " + t.osMin());
    words.add(
        "libc " + (t.libcMin().isEmpty() ? t.libc().kind() : t.libc().kind() + " " + t.libcMin()));
    if (!t.env().isEmpty()) {
      words.add("environment " + t.env());
    }
    if (!t.abi().isEmpty()) {
      words.add("abi " + t.abi());
    }
    words.add(t.format().id());
    if (!t.variant().isEmpty()) {
      words.add(t.variant());
    }
    return String.join(", ", words);
  }

  /** For a person: a line per dialect with what it makes of the text, then what that is. */
  public List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(text);
    outcomes.forEach((dialect, outcome) -> {
      String head = "  " + dialect.id() + " ".repeat(8 - dialect.id().length());
      switch (outcome) {
        case Outcome.Refused(Problem problem) -> lines.add(head + "- " + problem.message());
        case Outcome.Read(Reading reading) -> {
          lines.add(head + reading.canonical());
          reading.meaning().ifPresent(t -> lines.add(" ".repeat(10) + shortly(t)));
        }
      }
    });
    if (isAmbiguous()) {
      lines.add("  the dialects differ: name the one that is meant");
    }
    return lines;
  }

  /** One dialect's outcome as an object of its own, or all as {@code readings}. */
  public String json() {
    var out = new StringBuilder();
    var json = new JsonWriter(out);
    if (outcomes.size() == 1) {
      outcomes.forEach((dialect, outcome) -> write(json, dialect, outcome, true));
      return out.toString();
    }
    json.beginObject().key("text").string(text).key("ambiguous").bool(isAmbiguous());
    json.key("readings").beginArray();
    outcomes.forEach((dialect, outcome) -> write(json, dialect, outcome, false));
    json.endArray().endObject();
    return out.toString();
  }

  private void write(JsonWriter json, Dialect dialect, Outcome outcome, boolean withText) {
    json.beginObject();
    if (withText) {
      json.key("text").string(text);
    }
    json.key("dialect").string(dialect.id());
    switch (outcome) {
      case Outcome.Refused(Problem problem) -> {
        json.key("ok").bool(false).key("error").string(problem.message());
      }
      case Outcome.Read(Reading reading) -> write(json, reading);
    }
    json.endObject();
  }

  private static void write(JsonWriter json, Reading reading) {
    json.key("ok").bool(true).key("canonical").string(reading.canonical());
    json.key("fields").beginObject();
    reading.fields().forEach((key, value) -> json.key(key).string(value));
    json.endObject();
    if (reading.meaning().isEmpty()) {
      json.key("target").nil();
      return;
    }
    Target target = reading.meaning().get();
    json.key("target");
    write(json, target);
    json.key("spellings").beginObject();
    for (Dialect dialect : Dialect.values()) {
      var text = reading.spelling(dialect);
      text.ifPresent(t -> {
        json.key(dialect.id()).beginObject().key("text").string(t);
        json.key("exact").bool(target.spell(dialect).isPresent()).endObject();
      });
    }
    json.endObject();
  }

  /** A target's components as an object. */
  public static void write(JsonWriter json, Target t) {
    json.beginObject();
    json.key("arch").string(t.arch()).key("isa").string(t.isa());
    json.key("endian").string(t.endian().id());
    json.key("bits").number(t.bits()).key("pointer_bits").number(t.pointerBits());
    json.key("vendor").string(t.vendor());
    json.key("os").string(t.os()).key("os_min").string(t.osMin());
    json.key("env").string(t.env()).key("abi").string(t.abi());
    json.key("float").string(t.floatAbi());
    json.key("libc").beginObject();
    json.key("kind").string(t.libc().kind()).key("floor").string(t.libc().floor()).endObject();
    json.key("format").string(t.format().id()).key("variant").string(t.variant());
    json.endObject();
  }
}
