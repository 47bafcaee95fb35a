package heddle.cargo;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Toml;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the dependencies of one manifest come from, whose own package is of this source. Warnings
 * are added to the list.
 */
record DependencySources(SourceId source, Registries registries, List<Problem> warnings) {
  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/");

  /** The source of one entry; the folder is that of its {@code path}. */
  SourceId of(String name, Fields fields, Place place, Optional<Path> folder)
      throws ProblemException {
    Optional<Toml.Text> git = fields.placedText("git");
    boolean registry = fields.has("registry");
    boolean index = fields.has("registry-index");
    if (git.isPresent() && (registry || index)) {
      throw ambiguous(name, "`git` or `registry`", place);
    }
    if (registry && index) {
      throw ambiguous(name, "`registry` or `registry-index`", place);
    }
    if (git.isPresent() && folder.isPresent()) {
      throw ambiguous(name, "`git` or `path`", place);
    }
    if (git.isPresent()) {
      return SourceId.git(gitUrl(git.get(), name), reference(name, fields, place));
    }
    if (folder.isPresent()) {
      return source.isPath() ? SourceId.path(folder.get().normalize()) : source;
    }
    return registry(fields).orElseGet(SourceId::cratesIo);
  }

  /** The registry that an entry names. */
  Optional<SourceId> registry(Fields fields) throws ProblemException {
    Optional<Toml.Text> index = fields.placedText("registry-index");
    if (index.isPresent()) {
      checkUrl(index.get());
      return Optional.of(SourceId.registry(index.get().value()));
    }
    Optional<Toml.Text> name = fields.placedText("registry");
    return name.isPresent()
        ? Optional.of(registries.source(name.get().value(), name.get().place()))
        : Optional.empty();
  }

  /** A scheme and a colon; {@code user@host:path}, as ssh writes it, is none. */
  private static void checkUrl(Toml.Text url) throws ProblemException {
    if (!URL.matcher(url.value()).lookingAt()) {
      throw Fields.problem(
          url.place(), "invalid url `" + url.value() + "`: relative URL without a base");
    }
  }

  private String gitUrl(Toml.Text git, String name) throws ProblemException {
    String url = git.value();
    checkUrl(git);
    int hash = url.indexOf('#');
    if (hash >= 0) {
      String fragment = url.substring(hash + 1);
      warnings.add(
          Problem.at(
              git.place(),
              "URL fragment `#"
                  + fragment
                  + "` in git URL is ignored for dependency ("
                  + name
                  + "). If you were trying to specify a specific git revision, use `rev = \""
                  + fragment
                  + "\"` in the dependency declaration."));
    }
    return url;
  }

  private static GitReference reference(String name, Fields fields, Place place)
      throws ProblemException {
    Optional<String> branch = fields.text("branch");
    Optional<String> tag = fields.text("tag");
    Optional<String> rev = fields.text("rev");
    int given =
        (branch.isPresent() ? 1 : 0) + (tag.isPresent() ? 1 : 0) + (rev.isPresent() ? 1 : 0);
    if (given > 1) {
      throw ambiguous(name, "`branch`, `tag` or `rev`", place);
    }
    return branch
        .<GitReference>map(GitReference.Branch::new)
        .or(() -> tag.map(GitReference.Tag::new))
        .or(() -> rev.map(GitReference.Rev::new))
        .orElseGet(GitReference.DefaultBranch::new);
  }

  private static ProblemException ambiguous(String name, String keys, Place place) {
    return Fields.problem(
        place,
        "dependency ("
            + name
            + ") specification is ambiguous. Only one of "
            + keys
            + " is allowed.");
  }
}
