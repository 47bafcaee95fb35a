package heddle.rust;

import heddle.rust.KeyChange.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells two keys of one unit apart, the one it was last built with and the present one, in words.
 * What was read then is held against its present state.
 */
final class KeyChanges {
  /** The present state of what a run read. */
  interface World {
    /** The digest of a file or directory, its path in general form; empty if nothing is there. */
    Optional<String> digest(String path) throws IOException;

    /** The hash of a variable of the user; empty if it is not set. */
    Optional<String> variable(String name);

    /** The hash of the tool that a variable of the user names; empty if it is not set. */
    Optional<String> tool(String name) throws IOException;

    /** Files below a directory that were written after the last build. */
    List<String> newer(String path) throws IOException;

    /** A general path as people know it. */
    String shown(String path);

    /** Where a place is that a result holds, such as the workspace. */
    String place(String mark);
  }

  private final List<KeyPart> before;
  private final List<KeyPart> now;
  private final World world;
  private final List<KeyChange> all = new ArrayList<>();

  private KeyChanges(List<KeyPart> before, List<KeyPart> now, World world) {
    this.before = before;
    this.now = now;
    this.world = world;
  }

  /** The changes, those nearest to the user first; none if nothing that is known differs. */
  static List<KeyChange> between(List<KeyPart> before, List<KeyPart> now, World world)
      throws IOException {
    KeyChanges changes = new KeyChanges(before, now, world);
    changes.files();
    changes.toolchain();
    changes.valued(
        KeyPart.Kind.PACKAGE, Kind.PACKAGE, "the package is another version, by its checksum");
    FlagChanges flags =
        FlagChanges.between(
            values(before, KeyPart.Kind.ARGUMENT), values(now, KeyPart.Kind.ARGUMENT));
    changes.all.addAll(flags.direct());
    changes.variables();
    changes.named(
        KeyPart.Kind.DEPENDENCY, Kind.DEPENDENCY, "what it uses of ", " is not as it was");
    changes.named(KeyPart.Kind.SCRIPT, Kind.SCRIPT, "what ", " gave is not as it was");
    changes.valued(
        KeyPart.Kind.PROGRAM, Kind.SCRIPT, "the program of its build script is another one");
    changes.valued(
        KeyPart.Kind.PERMISSIONS, Kind.CONTRACT, "what heddle.toml allows its build script");
    changes.named(KeyPart.Kind.DOWNLOAD, Kind.CONTRACT, "the download ", " is another one");
    changes.valued(
        KeyPart.Kind.CONTEXT,
        Kind.CONTRACT,
        "the options, facts or tools that its build script is told of");
    changes.named(KeyPart.Kind.FACT, Kind.CONTRACT, "what the fact ", " names is not as it was");
    changes.valued(KeyPart.Kind.WRAPPER, Kind.FLAG, "the wrapper around rustc");
    changes.valued(KeyPart.Kind.RULES, Kind.RULES, "the workspace's rules");
    changes.named(
        KeyPart.Kind.SYSTEM, Kind.SYSTEM, "the system's ", " (package database, directories)");
    changes.valued(KeyPart.Kind.DIRECTORY, Kind.PLACE, "the directory it is compiled in");
    changes.questions();
    changes.paths();
    if (changes.all.isEmpty()) {
      changes.all.addAll(flags.derived());
      changes.valued(KeyPart.Kind.FORM, Kind.HEDDLE, "Heddle makes its key in another way");
    }
    return List.copyOf(changes.all);
  }

  /**
   * What of them is known of a unit that waits: its files, the user's variables, and those of its
   * arguments that no build script gives.
   */
  static List<KeyChange> early(List<KeyPart> before, List<String> arguments, World world)
      throws IOException {
    KeyChanges changes = new KeyChanges(before, before, world);
    changes.files();
    changes.all.addAll(
        FlagChanges.between(values(before, KeyPart.Kind.ARGUMENT), arguments).settled());
    changes.variables();
    return List.copyOf(changes.all);
  }

  private void files() throws IOException {
    for (KeyPart part : before) {
      if (part.kind() != KeyPart.Kind.FILE) continue;
      Optional<String> digest = world.digest(part.name());
      if (digest.orElse("-").equals(part.value())) continue;
      String path = world.shown(part.name());
      List<String> newer =
          digest.isPresent() && !part.value().equals("-") ? world.newer(part.name()) : List.of();
      String what =
          digest.isEmpty()
              ? path + " is gone"
              : part.value().equals("-")
                  ? path + " is new"
                  : newer.isEmpty()
                      ? path + " changed"
                      : path + " changed below: " + String.join(", ", newer);
      all.add(KeyChange.of(Kind.FILE, what));
    }
  }

  private void toolchain() {
    List<KeyPart> then = parts(before);
    List<KeyPart> today = parts(now);
    if (then.size() > 1 && today.size() > 1 && !then.get(1).value().equals(today.get(1).value())) {
      all.add(
          KeyChange.of(Kind.TOOLCHAIN, "the C compiler", then.get(1).name(), today.get(1).name()));
    }
    if (then.equals(today)
        || (!then.isEmpty() && !today.isEmpty() && then.getFirst().equals(today.getFirst())))
      return;
    String was = String.join("", values(before, KeyPart.Kind.NOTE));
    String is = String.join("", values(now, KeyPart.Kind.NOTE));
    all.add(
        was.equals(is)
            ? KeyChange.of(Kind.TOOLCHAIN, "the files of the compiler (" + is + ")")
            : KeyChange.of(Kind.TOOLCHAIN, "the compiler", was, is));
  }

  /** The Rust compiler, then the C tools where the action uses any. */
  private static List<KeyPart> parts(List<KeyPart> of) {
    return of.stream().filter(each -> each.kind() == KeyPart.Kind.TOOLCHAIN).toList();
  }

  private void variables() throws IOException {
    Map<String, String> was = variables(before);
    Map<String, String> is = variables(now);
    Set<String> names = new LinkedHashSet<>(is.keySet());
    names.addAll(was.keySet());
    for (String name : names) {
      String then = was.getOrDefault(name, "");
      String today = is.getOrDefault(name, "");
      if (then.equals(today)) continue;
      if (name.startsWith("CARGO_FEATURE_")) {
        all.add(
            KeyChange.of(
                Kind.FEATURE,
                "its build script's variable "
                    + name
                    + (is.containsKey(name) ? " is set now" : " is not set any more")));
      } else if (!is.containsKey(name)) {
        all.add(KeyChange.of(Kind.VARIABLE, "the variable " + name + " is not set any more"));
      } else if (!was.containsKey(name)) {
        all.add(
            new KeyChange(
                Kind.VARIABLE,
                "the variable " + name + " is set now",
                Optional.empty(),
                Optional.of(today)));
      } else {
        all.add(KeyChange.of(Kind.VARIABLE, "the variable " + name, then, today));
      }
    }
    for (KeyPart part : before) {
      boolean tool = part.kind() == KeyPart.Kind.TOOL;
      if (!tool && part.kind() != KeyPart.Kind.USER_VARIABLE) continue;
      Optional<String> hash = tool ? world.tool(part.name()) : world.variable(part.name());
      if (hash.orElse("-").equals(part.value())) continue;
      String what =
          hash.isEmpty()
              ? " is not set any more"
              : part.value().equals("-")
                  ? " is set now"
                  : tool ? " names another tool" : " has another value";
      all.add(KeyChange.of(Kind.VARIABLE, "the variable " + part.name() + what));
    }
  }

  private static Map<String, String> variables(List<KeyPart> parts) {
    Map<String, String> found = new LinkedHashMap<>();
    for (KeyPart part : parts) {
      if (part.kind() == KeyPart.Kind.VARIABLE) found.put(part.name(), part.value());
    }
    return found;
  }

  private void questions() {
    Map<String, List<String>> is = byName(now, KeyPart.Kind.QUESTION);
    byName(before, KeyPart.Kind.QUESTION)
        .forEach((question, answer) -> {
          List<String> today = is.getOrDefault(question, answer);
          if (!today.equals(answer)) {
            int words = question.indexOf('\t');
            all.add(
                KeyChange.of(
                    Kind.SCRIPT,
                    "what `cargo "
                        + question.substring(words + 1).replace('\t', ' ')
                        + "` tells its build script is not as it was"));
          }
        });
  }

  private void paths() {
    for (KeyPart part : before) {
      if (part.kind() == KeyPart.Kind.PATHS && !part.value().equals(world.place(part.name()))) {
        all.add(
            KeyChange.of(
                Kind.PLACE, "its result holds paths of the machine, and those are others now"));
      }
    }
  }

  private void valued(KeyPart.Kind part, Kind kind, String what) {
    if (!values(before, part).equals(values(now, part))) all.add(KeyChange.of(kind, what));
  }

  private void named(KeyPart.Kind part, Kind kind, String start, String end) {
    Map<String, List<String>> was = byName(before, part);
    Map<String, List<String>> is = byName(now, part);
    is.forEach((name, values) -> {
      List<String> then = was.get(name);
      if (then == null) {
        all.add(KeyChange.of(kind, name + " was not used before"));
      } else if (!then.equals(values)) {
        all.add(KeyChange.of(kind, start + name + end));
      }
    });
    for (String name : was.keySet()) {
      if (!is.containsKey(name)) all.add(KeyChange.of(kind, name + " is not used any more"));
    }
  }

  private static Map<String, List<String>> byName(List<KeyPart> parts, KeyPart.Kind kind) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (KeyPart part : parts) {
      if (part.kind() == kind) {
        found.computeIfAbsent(part.name(), _ -> new ArrayList<>()).add(part.value());
      }
    }
    return found;
  }

  private static List<String> values(List<KeyPart> parts, KeyPart.Kind kind) {
    return parts.stream().filter(part -> part.kind() == kind).map(KeyPart::value).toList();
  }
}
