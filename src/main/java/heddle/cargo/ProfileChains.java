package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The profiles that a build could ask for as they are written, and what each comes to with those it
 * inherits from. Source of the rules: cargo's {@code core/profiles.rs}.
 */
record ProfileChains(Map<String, ProfileTable> written) {
  ProfileChains {
    written = Collections.unmodifiableMap(new TreeMap<>(written));
  }

  /** A profile with what it inherits, and the built-in one that all descends from. */
  record Chain(ProfileTable table, Profile root) {}

  /**
   * The manifest's tables with the configuration's laid over them. One that only the configuration
   * has counts where it is asked for, built in or inherited.
   */
  static ProfileChains of(
      String asked, Map<String, ProfileTable> manifest, Map<String, ProfileTable> config) {
    var all = new TreeMap<>(manifest);
    var open = new ArrayDeque<>(List.of(asked, "dev", "release", "test", "bench"));
    all.replaceAll((name, table) -> table.merge(config.getOrDefault(name, ProfileTable.EMPTY)));
    all.values().forEach(table -> table.inherits().ifPresent(open::add));
    while (!open.isEmpty()) {
      String name = open.remove();
      ProfileTable table = config.get(name);
      if (table != null && all.putIfAbsent(name, table) == null) {
        table.inherits().ifPresent(open::add);
      }
    }
    all.merge("test", ProfileTable.inheriting("dev"), (own, builtin) -> builtin.merge(own));
    all.merge("doc", ProfileTable.inheriting("dev"), (own, builtin) -> builtin.merge(own));
    all.merge("bench", ProfileTable.inheriting("release"), (own, builtin) -> builtin.merge(own));
    all.putIfAbsent("dev", ProfileTable.EMPTY);
    all.putIfAbsent("release", ProfileTable.EMPTY);
    return new ProfileChains(all);
  }

  /** Refuses profiles that inherit from none or in a circle, whether one asks for them or not. */
  void check() throws ProblemException {
    for (String name : written.keySet()) {
      chain(name);
    }
  }

  Chain chain(String name) throws ProblemException {
    var chain = new LinkedHashSet<String>();
    ProfileTable merged = ProfileTable.EMPTY;
    String at = name;
    while (true) {
      ProfileTable own = written.get(at);
      if (own == null) {
        throw undefined(at, chain);
      }
      if (!chain.add(at)) {
        throw problem(own, "profile inheritance loop detected with profile `" + at + "`");
      }
      merged = own.merge(merged);
      boolean root = at.equals("dev") || at.equals("release");
      if (root && own.inherits().isPresent()) {
        throw problem(own, "`inherits` must not be specified in root profile `" + at + "`");
      }
      if (root) {
        return new Chain(merged, at.equals("release") ? Profile.RELEASE : Profile.DEV);
      }
      if (own.inherits().isEmpty()) {
        throw problem(
            own,
            "profile `"
                + at
                + "` is missing an `inherits` directive (it is required for all profiles except"
                + " `dev` or `release`)");
      }
      at = own.inherits().get();
    }
  }

  private ProblemException undefined(String name, Set<String> chain) throws ProblemException {
    if (chain.isEmpty()) Names.checkProfile(name);
    Problem problem =
        chain.isEmpty()
            ? Problem.of("profile `" + name + "` is not defined")
            : at(
                written.getOrDefault(List.copyOf(chain).getLast(), ProfileTable.EMPTY),
                "profile `"
                    + List.copyOf(chain).getLast()
                    + "` inherits from `"
                    + name
                    + "`, but that profile is not defined");
    return new ProblemException(
        Suggestion.among(written.keySet(), name)
            .map(s -> problem.withHelp(s.help("profile")))
            .orElse(problem));
  }

  private static ProblemException problem(ProfileTable table, String message) {
    return new ProblemException(at(table, message));
  }

  static Problem at(ProfileTable table, String message) {
    return table.place().map(p -> Problem.at(p, message)).orElse(Problem.of(message));
  }
}
