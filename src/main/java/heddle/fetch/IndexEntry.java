package heddle.fetch;

import heddle.text.Json;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One version of a crate as its registry's index tells it; versions and requirements are text
 * still. The features are those of both tables of the entry. Format:
 * doc.rust-lang.org/cargo/reference/registry-index.html.
 *
 * @param v schema version of the entry: 1 if absent
 */
public record IndexEntry(
    String name,
    String version,
    List<Dependency> dependencies,
    Map<String, List<String>> features,
    String checksum,
    boolean yanked,
    Optional<String> links,
    Optional<String> rustVersion,
    long v) {

  /**
   * A dependency of an entry.
   *
   * @param name the name in the code: what the manifest renamed it to, if it did
   * @param kind normal, build or dev
   * @param registry the index URL of its registry; empty for that of the entry itself
   * @param crate the crate's name in its registry
   */
  public record Dependency(
      String name,
      String requirement,
      List<String> features,
      boolean optional,
      boolean defaultFeatures,
      Optional<String> target,
      String kind,
      Optional<String> registry,
      String crate,
      boolean isPublic,
      boolean artifact) {
    public Dependency {
      features = List.copyOf(features);
    }
  }

  public IndexEntry {
    dependencies = List.copyOf(dependencies);
    var copy = new LinkedHashMap<String, List<String>>();
    features.forEach((feature, values) -> copy.put(feature, List.copyOf(values)));
    features = Collections.unmodifiableMap(copy);
  }

  /** Reads one line of an index file. */
  public static IndexEntry parse(Source line) throws ProblemException {
    if (!(Json.parse(line) instanceof Json.Obj object)) {
      throw new ProblemException(Problem.at(line.all(), "an index entry is not an object"));
    }
    var reader = new Reader(line, object);
    var dependencies = new ArrayList<Dependency>();
    for (Json json : reader.list("deps")) {
      dependencies.add(dependency(reader.inner(json)));
    }
    var features = new LinkedHashMap<String, List<String>>();
    for (String key : List.of("features", "features2")) {
      for (var feature : reader.object(key).members().entrySet()) {
        features
            .computeIfAbsent(feature.getKey(), _ -> new ArrayList<>())
            .addAll(reader.strings(feature.getValue()));
      }
    }
    return new IndexEntry(
        reader.string("name"),
        reader.string("vers"),
        dependencies,
        features,
        reader.string("cksum"),
        reader.flag("yanked", false),
        reader.text("links"),
        reader.text("rust_version"),
        reader.number("v", 1));
  }

  private static Dependency dependency(Reader reader) throws ProblemException {
    String name = reader.string("name");
    Optional<Json> artifact = reader.value("artifact");
    return new Dependency(
        name,
        reader.string("req"),
        reader.strings("features"),
        reader.flag("optional", false),
        reader.flag("default_features", true),
        reader.text("target"),
        reader.text("kind").orElse("normal"),
        reader.text("registry"),
        reader.text("package").orElse(name),
        reader.flag("public", false),
        artifact.isPresent());
  }

  /** Takes typed members from an object; null counts as absent, as serde's options do. */
  private record Reader(Source line, Json.Obj object) {
    Reader inner(Json json) throws ProblemException {
      if (json instanceof Json.Obj inner) {
        return new Reader(line, inner);
      }
      throw wrong("deps");
    }

    Optional<Json> value(String key) {
      return object.get(key).filter(json -> !(json instanceof Json.Nil));
    }

    String string(String key) throws ProblemException {
      Optional<String> text = text(key);
      if (text.isEmpty()) {
        throw new ProblemException(Problem.at(line.all(), "an index entry has no `" + key + "`"));
      }
      return text.get();
    }

    Optional<String> text(String key) throws ProblemException {
      Optional<Json> value = value(key);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      if (value.get() instanceof Json.Str(String text)) {
        return Optional.of(text);
      }
      throw wrong(key);
    }

    boolean flag(String key, boolean otherwise) throws ProblemException {
      Optional<Json> value = value(key);
      if (value.isEmpty()) {
        return otherwise;
      }
      if (value.get() instanceof Json.Bool(boolean flag)) {
        return flag;
      }
      throw wrong(key);
    }

    long number(String key, long otherwise) throws ProblemException {
      Optional<Json> value = value(key);
      if (value.isEmpty()) {
        return otherwise;
      }
      if (value.get() instanceof Json.Num(String text)) {
        try {
          return Long.parseLong(text);
        } catch (NumberFormatException _) {
          throw wrong(key);
        }
      }
      throw wrong(key);
    }

    List<Json> list(String key) throws ProblemException {
      Optional<Json> value = value(key);
      if (value.isEmpty()) {
        return List.of();
      }
      if (value.get() instanceof Json.Arr(List<Json> items)) {
        return items;
      }
      throw wrong(key);
    }

    Json.Obj object(String key) throws ProblemException {
      Optional<Json> value = value(key);
      if (value.isEmpty()) {
        return new Json.Obj(Map.of());
      }
      if (value.get() instanceof Json.Obj inner) {
        return inner;
      }
      throw wrong(key);
    }

    List<String> strings(String key) throws ProblemException {
      return strings(new Json.Arr(list(key)));
    }

    List<String> strings(Json json) throws ProblemException {
      var strings = new ArrayList<String>();
      if (!(json instanceof Json.Arr(List<Json> items))) {
        throw wrong("features");
      }
      for (Json item : items) {
        if (!(item instanceof Json.Str(String text))) {
          throw wrong("features");
        }
        strings.add(text);
      }
      return strings;
    }

    ProblemException wrong(String key) {
      return new ProblemException(
          Problem.at(line.all(), "`" + key + "` of an index entry is of the wrong type"));
    }
  }
}
