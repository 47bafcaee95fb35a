package heddle.rust;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What build scripts add to one run of rustc: arguments in cargo's order (search paths below the
 * build's own directories first, then libraries and linker arguments, then {@code --cfg} and {@code
 * --check-cfg}) and variables of the package's own script.
 */
record ScriptArguments(List<String> arguments, Map<String, String> variables) {
  static final ScriptArguments NONE = new ScriptArguments(List.of(), Map.of());

  ScriptArguments {
    arguments = List.copyOf(arguments);
    variables = Map.copyOf(variables);
  }

  /**
   * The output of one script that a unit's link must know: the package's own, or one that some
   * dependency brings.
   */
  record Source(ScriptRun run, boolean own) {}

  static ScriptArguments of(Crate crate, List<Source> sources) {
    List<String> args = new ArrayList<>();
    for (boolean inside : new boolean[] {true, false}) {
      for (Source source : sources) {
        for (String path : source.run().output().searchPaths()) {
          if (ScriptOutput.directoryOf(path).startsWith(source.run().outDirectory().toString())
              == inside) {
            args.add("-L");
            args.add(path);
          }
        }
      }
    }
    boolean passLibraries = crate.kind() == Crate.Kind.LIB || !crate.pkg().hasLibrary();
    for (Source source : sources) {
      if (source.own() && passLibraries) {
        for (String library : source.run().output().libraries()) {
          args.add("-l");
          args.add(library);
        }
      }
      for (LinkArgument argument : source.run().output().linkArguments()) {
        if (applies(argument, crate)
            && (source.own() || argument.scope() == LinkArgument.Scope.CDYLIB)) {
          args.add("-C");
          args.add("link-arg=" + argument.argument());
        }
      }
    }
    if (crate.requiresObjects() && !crate.check()) {
      for (Source source : sources) {
        for (String path : source.run().rpaths()) {
          // -Wl would take a comma for the end of a word.
          if (path.indexOf(',') < 0) args.addAll(List.of("-C", "link-arg=-Wl,-rpath," + path));
          else
            for (String word : List.of("-rpath", path))
              args.addAll(List.of("-C", "link-arg=-Xlinker", "-C", "link-arg=" + word));
        }
      }
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (Source source : sources) {
      if (!source.own()) {
        continue;
      }
      for (String cfg : source.run().output().cfgs()) {
        args.add("--cfg");
        args.add(cfg);
      }
      for (String cfg : source.run().output().checkCfgs()) {
        args.add("--check-cfg");
        args.add(cfg);
      }
      for (Map.Entry<String, String> variable : source.run().output().variables()) {
        variables.put(variable.getKey(), variable.getValue());
      }
    }
    return new ScriptArguments(args, variables);
  }

  /** What rustdoc gets of the package's own script, to test its documentation. */
  static List<String> forDocTest(Crate crate, List<Source> sources) {
    List<String> args = new ArrayList<>();
    for (Source source : sources) {
      if (source.own()) {
        source.run().output().cfgs().forEach(cfg -> args.addAll(List.of("--cfg", cfg)));
        source.run().output().checkCfgs().forEach(cfg -> args.addAll(List.of("--check-cfg", cfg)));
        for (LinkArgument argument : source.run().output().linkArguments()) {
          if (applies(argument, crate)) {
            args.addAll(List.of("-C", "link-arg=" + argument.argument()));
          }
        }
      }
    }
    return args;
  }

  private static boolean applies(LinkArgument argument, Crate crate) {
    boolean example = crate.kind() == Crate.Kind.EXAMPLE;
    return switch (argument.scope()) {
      case ALL -> true;
      case CDYLIB -> !crate.asTest() && crate.crateTypes().contains("cdylib");
      case BINS -> crate.kind() == Crate.Kind.BIN;
      case SINGLE_BIN -> crate.kind() == Crate.Kind.BIN && crate.name().equals(argument.bin());
      case TESTS -> crate.kind() == Crate.Kind.TEST;
      case BENCHES -> crate.kind() == Crate.Kind.BENCH;
      case EXAMPLES -> example && crate.crateTypes().contains("bin");
    };
  }
}
