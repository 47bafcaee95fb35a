package heddle.cli;

import java.util.List;

/**
 * A line of the help: enough to show and complete a command without loading it.
 *
 * @param aliases other names, as cargo's {@code b} for {@code build}
 */
record CommandEntry(Group group, String name, List<String> aliases, String summary) {
  CommandEntry {
    aliases = List.copyOf(aliases);
  }

  CommandEntry(Group group, String name, String summary) {
    this(group, name, List.of(), summary);
  }

  /** The headings of the help, in order. */
  enum Group {
    BUILD("Build"),
    LOOK("Look"),
    CONTRACT("Contracts"),
    LOCK("Manifests and Cargo.lock"),
    PLATFORM("Targets and toolchains"),
    STATE("State"),
    CARGO("What tools ask of cargo");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }
}
