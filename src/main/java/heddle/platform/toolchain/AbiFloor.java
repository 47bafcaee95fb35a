package heddle.platform.toolchain;

import heddle.platform.Target;
import heddle.platform.binary.Abi;
import heddle.platform.binary.Facet;
import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The least that products of a toolchain may ask for at run time, as its {@code abi} table says it:
 * {@code libc = "glibc>=2.28"}, {@code os = "macos>=11.0"}, {@code isa = "x86-64-v3"}, {@code
 * libstdcxx = ">=3.4.25"}; and which of libstdc++'s two ABIs all C++ code uses, {@code cxx_string =
 * "cxx11"}. What is linked is held against it.
 */
record AbiFloor(
    Optional<Asked> libc,
    Optional<Asked> os,
    Optional<Asked> isa,
    Optional<Asked> libstdcxx,
    Optional<Asked> cxxString) {
  private static final Pattern ARM = Pattern.compile("^armv[0-9]+");

  record Asked(String text, Place place) {}

  static AbiFloor read(Toml.Table table) throws ProblemException {
    for (Toml.Entry entry : table.entries().values()) {
      if (!List.of("libc", "os", "isa", "libstdcxx", "cxx_string").contains(entry.key())) {
        throw new ProblemException(
            Problem.at(entry.keyPlace(), "an `abi` table has no key `" + entry.key() + "`")
                .withHelp(
                    "it has libc, as in \"glibc>=2.28\", os, as in \"macos>=11.0\", isa, as in"
                        + " \"x86-64-v3\", libstdcxx, as in \">=3.4.25\", and cxx_string, which"
                        + " is \"cxx11\" or \"old\""));
      }
    }
    return new AbiFloor(
        asked(table, "libc"),
        asked(table, "os"),
        asked(table, "isa"),
        asked(table, "libstdcxx"),
        asked(table, "cxx_string"));
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
      with =
          with.withLibcMin(
              version(libc.get(), target.libc().kind(), "the C library of this target"));
    }
    if (os.isPresent()) {
      if (target.os().equals("none")) {
        throw new ProblemException(Problem.at(os.get().place, "this target has no system"));
      }
      with = with.withOsMin(version(os.get(), target.os(), "the system of this target"));
    }
    if (isa.isPresent()) {
      with = level(isa.get(), with);
    }
    return with;
  }

  /** What is asked of all that is linked, beyond what the target with its floors says. */
  Abi asked(Target target) throws ProblemException {
    var facets = new EnumMap<Facet, String>(Facet.class);
    if (libstdcxx.isPresent()) {
      facets.put(Facet.CXX_MIN, version(libstdcxx.get(), "", "this is of libstdc++'s GLIBCXX"));
    }
    if (cxxString.isPresent()) {
      String which = cxxString.get().text;
      if (!which.equals("cxx11") && !which.equals("old")) {
        throw new ProblemException(
            Problem.at(cxxString.get().place, "`" + which + "` is no ABI of std::string")
                .withHelp("\"cxx11\" or \"old\", as in _GLIBCXX_USE_CXX11_ABI=1 or 0"));
      }
      facets.put(Facet.CXX_STRING, which);
    }
    if (isa.isPresent()) {
      // Other words for -march have no place in an order that objects would tell.
      Matcher arm = ARM.matcher(isa.get().text);
      if (target.arch().equals("arm") && arm.find()) {
        facets.put(Facet.ISA, arm.group());
      } else if (target.arch().startsWith("riscv")
          && isa.get().text.startsWith("rv" + target.bits())) {
        facets.put(Facet.ISA, isa.get().text);
      }
    }
    return new Abi(facets);
  }

  private static String version(Asked asked, String own, String what) throws ProblemException {
    int at = asked.text.indexOf(">=");
    String kind = at < 0 ? "" : asked.text.substring(0, at).strip();
    String version = at < 0 ? "" : asked.text.substring(at + 2).strip();
    if (at < 0 || !kind.equals(own)) {
      throw new ProblemException(
          Problem.at(asked.place, what + (own.isEmpty() ? "" : " is " + own))
              .withHelp("write \"" + own + ">=VERSION\""));
    }
    if (version.isEmpty() || !version.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'))) {
      throw new ProblemException(
          Problem.at(
              asked.place,
              "`" + version + "` is no version of " + (own.isEmpty() ? "GLIBCXX" : own)));
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

  /** The level and the ABI as compilers are told of them, in front of the user's flags. */
  Map<String, List<String>> added(Map<String, List<String>> flags) {
    var with = new LinkedHashMap<>(flags);
    for (String language : List.of("c", "cxx")) {
      var words = new ArrayList<String>();
      isa.ifPresent(each -> words.add("-march=" + each.text.replace("x86-64-v1", "x86-64")));
      if (cxxString.isPresent() && language.equals("cxx")) {
        String which = cxxString.get().text.equals("cxx11") ? "1" : "0";
        words.add("-D_GLIBCXX_USE_CXX11_ABI=" + which);
      }
      if (!words.isEmpty()) {
        words.addAll(flags.getOrDefault(language, List.of()));
        with.put(language, List.copyOf(words));
      }
    }
    return with;
  }
}
