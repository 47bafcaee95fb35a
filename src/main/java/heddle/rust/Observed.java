package heddle.rust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one run turned out to depend on beyond its command: files and directories (also ones it
 * looked for and did not find), variables of the user, which places of this machine its outputs may
 * hold (marks of {@link KeyText}), what it asked of cargo (see {@link CargoQuestion}), and which of
 * its variables count by the tools that they name (see {@link NamedTools}). Paths stand in their
 * general form.
 */
record Observed(
    List<String> paths,
    List<String> variables,
    List<String> places,
    List<String> questions,
    List<String> tools) {
  static final Observed NOTHING = new Observed(List.of(), List.of(), List.of());

  Observed {
    paths = List.copyOf(paths);
    variables = List.copyOf(variables);
    places = List.copyOf(places);
    questions = List.copyOf(questions);
    tools = List.copyOf(tools);
  }

  /** Of what asks nothing. */
  Observed(List<String> paths, List<String> variables, List<String> places) {
    this(paths, variables, places, List.of(), List.of());
  }

  /** Whether the outputs may hold paths of this machine. */
  boolean bound() {
    return !places.isEmpty();
  }

  /** Gives the hash of the answer to a question. */
  interface Answers {
    /** For what asks nothing. */
    Answers NONE = _ -> "-";

    String hash(String question) throws InterruptedException;
  }

  Observed asking(List<String> more) {
    return new Observed(paths, variables, places, more, tools);
  }

  /** With more paths. */
  Observed and(Collection<String> more) {
    TreeSet<String> all = new TreeSet<>(paths);
    all.addAll(more);
    return new Observed(List.copyOf(all), variables, places, questions, tools);
  }

  /** With variables that count by what they name. */
  Observed naming(Collection<String> more) {
    return new Observed(paths, variables, places, questions, List.copyOf(new TreeSet<>(more)));
  }

  static Observed of(
      Collection<String> paths, Collection<String> variables, Collection<String> places) {
    return new Observed(
        List.copyOf(new TreeSet<>(paths)),
        List.copyOf(new TreeSet<>(variables)),
        List.copyOf(new TreeSet<>(places)));
  }

  /** The state of all that was observed, as it is now. */
  List<String> values(
      KeyText text,
      Machine machine,
      Map<String, String> environment,
      NamedTools named,
      Set<Path> excluded,
      Answers answers)
      throws IOException, InterruptedException {
    List<String> values = new ArrayList<>();
    for (String path : paths) {
      Path file = Path.of(text.real(path));
      machine.look(file, false);
      values.add(path);
      values.add(machine.digest(file, excluded).orElse("-"));
    }
    for (String variable : variables) {
      values.add(variable);
      values.add(environment.containsKey(variable) ? "=" + environment.get(variable) : "-");
    }
    for (String question : questions) {
      values.add(question);
      values.add(answers.hash(question));
    }
    for (String place : places) {
      values.add(place);
      values.add(text.real(place));
    }
    for (String tool : tools) {
      values.add(tool);
      values.add(named.state(tool));
    }
    return values;
  }

  /** One line per thing: a letter and its name. */
  String encode() {
    StringBuilder lines = new StringBuilder();
    paths.forEach(path -> lines.append("p ").append(path).append('\n'));
    variables.forEach(variable -> lines.append("v ").append(variable).append('\n'));
    questions.forEach(question -> lines.append("q ").append(question).append('\n'));
    places.forEach(place -> lines.append("b ").append(place).append('\n'));
    tools.forEach(tool -> lines.append("t ").append(tool).append('\n'));
    return lines.toString();
  }

  static Observed decode(String text) {
    List<String> paths = new ArrayList<>();
    List<String> variables = new ArrayList<>();
    List<String> questions = new ArrayList<>();
    List<String> places = new ArrayList<>();
    List<String> tools = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (line.length() < 2) {
        continue;
      }
      switch (line.charAt(0)) {
        case 'p' -> paths.add(line.substring(2));
        case 'v' -> variables.add(line.substring(2));
        case 'q' -> questions.add(line.substring(2));
        case 'b' -> places.add(line.substring(2));
        case 't' -> tools.add(line.substring(2));
        default -> {}
      }
    }
    return new Observed(paths, variables, places, questions, tools);
  }
}
