package heddle.cli;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * The features that {@code add} is to turn on, by the word that names the crate; of several crates
 * a feature must name its own ({@code parse_dependencies} in cargo's {@code add}).
 */
record AskedFeatures(Map<String, List<String>> byWord) {
  AskedFeatures {
    byWord = Map.copyOf(byWord);
  }

  static AskedFeatures of(Arguments given) throws ProblemException {
    var all = new LinkedHashMap<String, List<String>>();
    given.words().forEach(word -> all.putIfAbsent(word, new ArrayList<>()));
    if (all.isEmpty()) {
      all.put("", new ArrayList<>()); // The one whose name is found at its path.
    }
    var asked = new LinkedHashSet<String>();
    for (String list : given.values("features")) {
      asked.addAll(List.of(list.strip().split("[\\s,]+", -1)));
    }
    asked.remove("");
    for (String feature : asked) {
      int slash = feature.indexOf('/');
      if (feature.startsWith("dep:")) {
        throw new ProblemException(
            Problem.of("feature `" + feature + "` is not allowed to use explicit `dep:` syntax"));
      }
      if (slash < 0) {
        if (all.size() > 1) {
          throw unqualified(feature, List.copyOf(all.keySet()));
        }
        all.values().iterator().next().add(feature);
        continue;
      }
      String crate = feature.substring(0, slash).replaceFirst("\\?$", "");
      String own = feature.substring(slash + 1);
      if (given.words().isEmpty()) {
        throw new ProblemException(
            Problem.of(
                "`"
                    + feature
                    + "` is unsupported when inferring the crate name, use `"
                    + own
                    + "`"));
      }
      if (own.indexOf('/') >= 0) {
        throw new ProblemException(
            Problem.of("multiple slashes in feature `" + feature + "` is not allowed"));
      }
      if (!all.containsKey(crate)) {
        throw new ProblemException(
            Problem.of(
                "feature `"
                    + own
                    + "` activated for crate `"
                    + crate
                    + "` but the crate wasn't specified"));
      }
      all.getOrDefault(crate, new ArrayList<>()).add(own);
    }
    return new AskedFeatures(all);
  }

  private static ProblemException unqualified(String feature, List<String> words) {
    return new ProblemException(
        Problem.of(
            "feature `"
                + feature
                + "` must be qualified by the dependency it's being activated for, like "
                + String.join(
                    ", ", words.stream().map(word -> "`" + word + "/" + feature + "`").toList())));
  }

  /** Those of a word; of the only one if no word named it. */
  List<String> of(String word) {
    return byWord.getOrDefault(word, byWord.getOrDefault("", List.of()));
  }
}
