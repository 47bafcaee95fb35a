package heddle.cargo;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A query for packages, as {@code -p} and profile overrides take it: {@code name}, {@code
 * name@1.2}, {@code kind+url#name@1.2.3}. Source of the rule: cargo's {@code package_id_spec.rs}.
 */
public record PackageIdSpec(
    String name,
    Optional<PartialVersion> version,
    Optional<String> url,
    Optional<SourceId.Kind> kind,
    GitReference reference) {

  /** The same, of this source where it names none. */
  PackageIdSpec orOf(SourceId source) {
    return new PackageIdSpec(
        name, version, url.or(() -> Optional.of(source.url())), kind, reference);
  }

  /** A version of which only the first numbers may be given. */
  public record PartialVersion(
      long major,
      OptionalLong minor,
      OptionalLong patch,
      Optional<String> pre,
      Optional<String> build) {

    static PartialVersion parse(String text, Place place) throws ProblemException {
      int dots = 0;
      for (int i = 0; i < text.length() && "+-".indexOf(text.charAt(i)) < 0; i++) {
        dots += text.charAt(i) == '.' ? 1 : 0;
      }
      if (dots > 1) {
        Version v = Version.parse(text, place);
        return new PartialVersion(
            v.major(),
            OptionalLong.of(v.minor()),
            OptionalLong.of(v.patch()),
            v.isPrerelease() ? Optional.of(v.pre()) : Optional.empty(),
            v.build().isEmpty() ? Optional.empty() : Optional.of(v.build()));
      }
      Version v = Version.parse(text + ".0".repeat(2 - dots), place);
      return new PartialVersion(
          v.major(),
          dots == 1 ? OptionalLong.of(v.minor()) : OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty());
    }

    boolean matches(Version v) {
      return (!v.isPrerelease() || pre.isPresent())
          && v.major() == major
          && (minor.isEmpty() || minor.getAsLong() == v.minor())
          && (patch.isEmpty() || patch.getAsLong() == v.patch())
          && (pre.isEmpty() || pre.get().equals(v.pre()))
          && (build.isEmpty() || build.get().equals(v.build()));
    }

    @Override
    public String toString() {
      var out = new StringBuilder().append(major);
      minor.ifPresent(n -> out.append('.').append(n));
      patch.ifPresent(n -> out.append('.').append(n));
      pre.ifPresent(p -> out.append('-').append(p));
      build.ifPresent(b -> out.append('+').append(b));
      return out.toString();
    }
  }

  /** The query that only this package answers. */
  public static PackageIdSpec of(PackageId id) {
    Version v = id.version();
    return new PackageIdSpec(
        id.name(),
        Optional.of(
            new PartialVersion(
                v.major(),
                OptionalLong.of(v.minor()),
                OptionalLong.of(v.patch()),
                v.isPrerelease() ? Optional.of(v.pre()) : Optional.empty(),
                v.build().isEmpty() ? Optional.empty() : Optional.of(v.build()))),
        Optional.of(id.source().url()),
        Optional.of(id.source().kind()),
        id.source().reference());
  }

  public static PackageIdSpec parse(String text, Place place) throws ProblemException {
    if (text.contains("://")) {
      return parseUrl(text, place);
    }
    int at = split(text);
    return new PackageIdSpec(
        named(at < 0 ? text : text.substring(0, at), place),
        at < 0
            ? Optional.empty()
            : Optional.of(PartialVersion.parse(text.substring(at + 1), place)),
        Optional.empty(),
        Optional.empty(),
        new GitReference.DefaultBranch());
  }

  public static PackageIdSpec parse(String text) throws ProblemException {
    return parse(text, new Source("package id", text).all());
  }

  static List<PackageIdSpec> parse(List<String> texts) throws ProblemException {
    var specs = new ArrayList<PackageIdSpec>();
    for (String text : texts) {
      specs.add(parse(text));
    }
    return specs;
  }

  private static PackageIdSpec parseUrl(String text, Place place) throws ProblemException {
    int hash = text.indexOf('#');
    String url = hash < 0 ? text : text.substring(0, hash);
    int plus = url.indexOf('+');
    Optional<SourceId.Kind> kind = Optional.empty();
    GitReference reference = new GitReference.DefaultBranch();
    int mark = url.indexOf('?');
    if (plus >= 0 && plus < url.indexOf("://")) {
      String protocol = url.substring(0, plus);
      kind =
          Optional.of(
              switch (protocol) {
                case "git" -> SourceId.Kind.GIT;
                case "registry" -> SourceId.Kind.REGISTRY;
                case "sparse" -> SourceId.Kind.SPARSE;
                case "path" -> SourceId.Kind.PATH;
                default -> throw problem(place, text, "the protocol `" + protocol + "` is unknown");
              });
      if (mark >= 0 && protocol.equals("git")) {
        reference = SourceId.parseQuery(url.substring(mark + 1));
        url = url.substring(0, mark);
        mark = -1;
      }
      if (!protocol.equals("sparse")) { // a sparse registry's URL keeps its prefix
        url = url.substring(plus + 1);
      }
    }
    if (mark >= 0) {
      throw problem(place, text, "it has a query string");
    }
    int path = url.indexOf('/', url.indexOf("://") + 3);
    if (path < 0) {
      throw problem(place, text, "its URL has no path");
    }
    String last = url.substring(url.lastIndexOf('/') + 1);
    String fragment = hash < 0 ? "" : text.substring(hash + 1);
    int at = split(fragment);
    String name = last;
    Optional<PartialVersion> version = Optional.empty();
    if (at >= 0) {
      name = fragment.substring(0, at);
      version = Optional.of(PartialVersion.parse(fragment.substring(at + 1), place));
    } else if (!fragment.isEmpty() && Character.isLetter(fragment.codePointAt(0))) {
      name = fragment;
    } else if (!fragment.isEmpty()) {
      version = Optional.of(PartialVersion.parse(fragment, place));
    }
    return new PackageIdSpec(named(name, place), version, Optional.of(url), kind, reference);
  }

  /** Where the version begins, less one: the last {@code @}, else the last single {@code :}. */
  private static int split(String text) {
    int at = text.lastIndexOf('@');
    if (at < 0) {
      at = text.lastIndexOf(':');
      if (at > 0 && text.charAt(at - 1) == ':') {
        at = -1;
      }
    }
    return at;
  }

  private static String named(String name, Place place) throws ProblemException {
    if (name.isEmpty()) {
      throw new ProblemException(Problem.at(place, "a package id must name a package"));
    }
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      boolean good =
          c == '_'
              || (i == 0 ? Character.isUnicodeIdentifierStart(c) : c == '-')
              || (i > 0 && Character.isUnicodeIdentifierPart(c));
      if (!good) {
        throw problem(
            place, name, "`" + Character.toString(c) + "` cannot stand in a package's name");
      }
      i += Character.charCount(c);
    }
    return name;
  }

  private static ProblemException problem(Place place, String text, String why) {
    return new ProblemException(
        Problem.at(place, "`" + text + "` is not a valid package id: " + why));
  }

  /** The one package of these that it names. */
  PackageId only(List<PackageId> ids) throws ProblemException {
    List<PackageId> found = ids.stream().filter(this::matches).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (found.isEmpty()) {
      throw new ProblemException(
          Problem.of("package ID specification `" + this + "` did not match any packages"));
    }
    throw new ProblemException(
        Problem.of(
                "there are multiple `"
                    + name
                    + "` packages, and the specification `"
                    + this
                    + "` is ambiguous")
            .withHelp(
                "name one of them: "
                    + String.join(
                        ", ", found.stream().map(id -> id.name() + "@" + id.version()).toList())));
  }

  public boolean matches(PackageId id) {
    return name.equals(id.name())
        && (version.isEmpty() || version.get().matches(id.version()))
        && (url.isEmpty() || url.get().equals(id.source().url()))
        && (kind.isEmpty()
            || (kind.get() == id.source().kind()
                && (kind.get() != SourceId.Kind.GIT || reference.equals(id.source().reference()))));
  }

  @Override
  public String toString() {
    var out = new StringBuilder();
    boolean named = true;
    if (url.isPresent()) {
      String u = url.get();
      kind.filter(k -> k != SourceId.Kind.SPARSE)
          .ifPresent(k -> out.append(k.protocol()).append('+'));
      out.append(u).append(reference.query(true));
      named = !u.substring(u.lastIndexOf('/') + 1).equals(name);
      if (named) {
        out.append('#').append(name);
      }
    } else {
      out.append(name);
    }
    if (version.isPresent()) {
      out.append(named ? '@' : '#').append(version.get());
    }
    return out.toString();
  }
}
