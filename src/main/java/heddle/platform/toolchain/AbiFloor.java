package heddle.platform.toolchain;

import heddle.platform.Target;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The least that products of a toolchain may ask for at run time, as its {@code abi} table says it:
 * {@code libc = "glibc>=2.28"} and {@code isa = "x86-64-v3"}. What is linked is held against it.
 */
record AbiFloor(Optional<Asked> libc, Optional<Asked> isa) {
  record Asked(String text, Place place) {}

  static AbiFloor read(Toml.Table table) throws ProblemException {
    for (Toml.Entry entry : table.entries().values()) {
      if (!List.of("libc", "isa").contains(entry.key())) {
        throw new ProblemException(
            Problem.at(entry.keyPlace(), "an `abi` table has no key `" + entry.key() + "`")
                .withHelp("it has libc, as in \"glibc>=2.28\", and isa, as in \"x86-64-v3\""));
      }
    }
    return new AbiFloor(asked(table, "libc"), asked(table, "isa"));
  }

  private static Optional<Asked> asked(Toml.Table table, String key) throws ProblemException {
    Optional<Toml> value = table.get(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof Toml.Text text) {
      return Optional.of(new Asked(text.value(), text.place()));
    }
    throw new ProblemException(Problem.at(value.get().place(), "`" + key + "` must be a string"));
  }

  /** The target with these floors; a problem where they are none of this target. */
  Target of(Target target) throws ProblemException {
    Target with = target;
    if (libc.isPresent()) {
      with = with.withLibcMin(version(libc.get(), target));
    }
    if (isa.isPresent()) {
      with = level(isa.get(), with);
    }
    return with;
  }

  private static String version(Asked asked, Target target) throws ProblemException {
    int at = asked.text.indexOf(">=");
    String kind = at < 0 ? "" : asked.text.substring(0, at).strip();
    String version = at < 0 ? "" : asked.text.substring(at + 2).strip();
    String own = target.libc().kind();
    if (!kind.equals(own)) {
      throw new ProblemException(
          Problem.at(asked.place, "the C library of this target is " + own)
              .withHelp("write \"" + own + ">=VERSION\""));
    }
    if (version.isEmpty() || !version.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'))) {
      throw new ProblemException(
          Problem.at(asked.place, "`" + version + "` is no version of " + own));
    }
    return version;
  }

  /**
   * On x86_64 one of the psABI's levels, which are ordered; elsewhere a word for {@code -march}.
   */
  private static Target level(Asked asked, Target target) throws ProblemException {
    if (!target.arch().equals("x86_64")) {
      if (asked.text.matches("[a-z][a-z0-9_.+-]*")) {
        return target;
      }
      throw new ProblemException(Problem.at(asked.place, "`isa` is a word for -march"));
    }
    return switch (asked.text) {
      case "x86-64", "x86-64-v1" -> target;
      case "x86-64-v2", "x86-64-v3", "x86-64-v4" ->
          target.withLevel(asked.text.substring("x86-64-".length()));
      default ->
          throw new ProblemException(
              Problem.at(asked.place, "`" + asked.text + "` is no level of x86_64")
                  .withHelp("x86-64, x86-64-v2, x86-64-v3 or x86-64-v4"));
    };
  }

  /** The level as compilers are told of it, in front of the user's flags. */
  Map<String, List<String>> added(Map<String, List<String>> flags) {
    if (isa.isEmpty()) {
      return flags;
    }
    var with = new LinkedHashMap<>(flags);
    for (String language : List.of("c", "cxx")) {
      var words = new ArrayList<String>();
      words.add("-march=" + isa.get().text().replace("x86-64-v1", "x86-64"));
      words.addAll(flags.getOrDefault(language, List.of()));
      with.put(language, List.copyOf(words));
    }
    return with;
  }
}
