package heddle.rust;

import heddle.world.Processor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The key of a compilation: the toolchain, arguments, variables and the digests of everything that
 * rustc is given. What it reads of its own package is known only afterwards (see {@link Memory}).
 */
record CompileKey(List<KeyPart> parts, String base) {
  private static final String VERSION = "rustc 2";

  CompileKey {
    parts = List.copyOf(parts);
  }

  static CompileKey of(Compilation what) throws IOException {
    Build build = what.build();
    Crate crate = what.crate();
    Toolchain toolchain = build.toolchain();
    List<KeyPart> parts = new ArrayList<>();
    parts.add(KeyPart.form(VERSION));
    parts.add(toolchain.note());
    parts.add(toolchain.key());
    parts.add(new KeyPart(KeyPart.Kind.WRAPPER, "", toolchain.wrapping(crate.pkg().member())));
    parts.add(
        new KeyPart(
            KeyPart.Kind.DIRECTORY,
            "",
            build.text().general(build.arguments().directory(crate).toString())));
    for (String argument : keyed(build, what.arguments())) {
      parts.add(new KeyPart(KeyPart.Kind.ARGUMENT, "", argument));
    }
    variables(what, parts);
    parts.addAll(what.closure());
    parts.addAll(
        GivenFiles.of(
            build, crate, build.arguments().given(crate, what.scripts()), what.sources()));
    parts.add(new KeyPart(KeyPart.Kind.PACKAGE, "", crate.pkg().content().orElse("")));
    parts.add(new KeyPart(KeyPart.Kind.RULES, "", build.settings().rules()));
    what.user()
        .linking()
        .forEach((name, value) -> parts.add(new KeyPart(KeyPart.Kind.VARIABLE, name, value)));
    what.permits()
        .words()
        .forEach(word -> parts.add(new KeyPart(KeyPart.Kind.PERMISSIONS, "", word)));
    if (Processor.matters(what.arguments())) {
      parts.add(new KeyPart(KeyPart.Kind.SYSTEM, "processor", Processor.here()));
    }
    if (crate.requiresObjects()) {
      parts.add(toolchain.key(crate.triple()));
      parts.add(
          new KeyPart(KeyPart.Kind.SYSTEM, "libraries", build.settings().system().libraries()));
    }
    return new CompileKey(parts, KeyPart.hash(parts));
  }

  /**
   * Arguments as keys hold them: neither where this build lets rustc write nor the terminal's width
   * says anything of what it writes.
   */
  static List<String> keyed(Build build, List<String> arguments) {
    List<String> all = new ArrayList<>();
    boolean place = false;
    for (String argument : arguments) {
      if (!place && !argument.startsWith("--diagnostic-width=")) {
        all.add(build.text().general(argument));
      }
      place = argument.equals("--out-dir");
    }
    return all;
  }

  private static void variables(Compilation what, List<KeyPart> parts) {
    Build build = what.build();
    boolean wrapped = wrapped(build.toolchain(), what.crate());
    what.variables()
        .forEach((name, value) -> {
          // Only programs in front of rustc look at it, and who asks for a package must not matter.
          if (name.equals("CARGO_PRIMARY_PACKAGE") && !wrapped) return;
          parts.add(KeyPart.form(name));
          parts.add(
              new KeyPart(
                  KeyPart.Kind.VARIABLE,
                  name,
                  name.equals("CARGO") ? "" : build.text().general(value)));
        });
    String bootstrap = build.settings().environment().get("RUSTC_BOOTSTRAP");
    parts.add(
        new KeyPart(
            KeyPart.Kind.VARIABLE, "RUSTC_BOOTSTRAP", bootstrap == null ? "" : "=" + bootstrap));
  }

  private static boolean wrapped(Toolchain toolchain, Crate crate) {
    return toolchain.wrapper().isPresent()
        || (crate.pkg().member() && toolchain.workspaceWrapper().isPresent());
  }
}
