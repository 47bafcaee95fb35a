package heddle.contract;

import heddle.contract.DownloadDeclaration.Variant;
import heddle.contract.policy.PackageSpec;
import heddle.contract.policy.Policy;
import heddle.fetch.Download;
import heddle.text.CfgSet;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds what each node downloads: those of its declarations whose condition holds, in the variant
 * for its platform, or what the root puts in their place.
 *
 * @param root the directory that paths of the policy are relative to
 * @param host what the compiler says of the machine that builds
 * @param tables the variants of each file that a declaration names
 */
public record Supplies(Policy policy, Path root, CfgSet host, Map<Path, List<Variant>> tables) {
  public Supplies {
    tables = Map.copyOf(tables);
  }

  /** The downloads of a node, in the order of its contract. */
  public List<Supply> of(Node node, Map<String, Setting> settings) throws ProblemException {
    var all = new ArrayList<Supply>();
    for (DownloadDeclaration each : node.contract().downloads().values()) {
      Node on = each.host() ? node.on(host) : node;
      if (on.meets(each.when(), settings)) all.add(supply(node, on, each, settings));
    }
    return List.copyOf(all);
  }

  private Supply supply(
      Node node, Node on, DownloadDeclaration declared, Map<String, Setting> settings)
      throws ProblemException {
    Optional<Policy.Replacement> by = replacement(node, declared.name());
    if (by.isPresent()) {
      switch (by.get().by()) {
        case Policy.Source.Installed _ -> {
          return new Supply(declared, new Supply.By.Installed());
        }
        case Policy.Source.Directory(String path) -> {
          return new Supply(declared, new Supply.By.Directory(root.resolve(path).normalize()));
        }
        default -> {}
      }
    }
    Variant variant = variant(node, on, declared, settings);
    String name = node.pkg() + ":" + declared.name();
    Download wanted =
        new Download(
            name,
            variant.urls(),
            variant.sha256(),
            variant.size(),
            Download.fileName(variant.urls().getFirst()),
            Optional.empty(),
            declared.unpack(),
            declared.strip());
    if (by.isEmpty()) return new Supply(declared, new Supply.By.Bytes(wanted, false));
    Download instead =
        switch (by.get().by()) {
          case Policy.Source.File(String path, Optional<String> sha256) -> {
            Path file = root.resolve(path).normalize();
            yield new Download(
                name,
                List.of(),
                sha256.orElse(wanted.sha256()),
                0,
                Download.fileName(file.toString()),
                Optional.of(file),
                wanted.unpack(),
                wanted.strip());
          }
          case Policy.Source.Address(String url, Optional<String> sha256) ->
              new Download(
                  name,
                  List.of(url),
                  sha256.orElse(wanted.sha256()),
                  sha256.isPresent() ? 0 : wanted.size(),
                  Download.fileName(url),
                  Optional.empty(),
                  wanted.unpack(),
                  wanted.strip());
          default -> wanted;
        };
    return new Supply(declared, new Supply.By.Bytes(instead, true));
  }

  private Optional<Policy.Replacement> replacement(Node node, String download) {
    // The last one written holds, as with options.
    return policy.replacements().reversed().stream()
        .filter(r -> r.download().equals(download))
        .filter(r -> r.packages().names(node.pkg(), node.version()))
        .findFirst();
  }

  private List<Variant> variants(DownloadDeclaration declared) {
    return declared.table().isPresent()
        ? tables.getOrDefault(declared.table().get(), List.of())
        : declared.variants();
  }

  private Variant variant(
      Node node, Node on, DownloadDeclaration declared, Map<String, Setting> settings)
      throws ProblemException {
    for (Variant each : variants(declared)) {
      if (on.meets(each.when(), settings)) return each;
    }
    throw new ProblemException(
        Problem.at(
                declared.place(),
                "no variant of the download `"
                    + declared.name()
                    + "` of "
                    + node.shown()
                    + " is for this platform")
            .withNote(declared.host() ? "it is for the host" : "it is for " + node.triple())
            .withHelp(
                "give it something in heddle.toml:\n[download.\""
                    + node.pkg()
                    + ":"
                    + declared.name()
                    + "\"]\ndirectory = \"PATH\""));
  }

  /**
   * Says where the policy replaces what nobody declares, and where the condition of a variant asks
   * for an option that its package does not have.
   *
   * @param locked the names of all packages of the lock, whether or not this build has them
   */
  public void check(List<Node> nodes, Set<String> locked) throws ProblemException {
    var problems = new ArrayList<Problem>();
    for (Policy.Replacement each : policy.replacements()) {
      PackageSpec spec = each.packages();
      List<Node> named = nodes.stream().filter(n -> spec.names(n.pkg(), n.version())).toList();
      if (named.isEmpty() && !locked.contains(spec.name())) {
        Problem problem =
            Problem.at(each.place(), "`" + spec + "` is no package of this workspace");
        problems.add(
            Suggestion.among(locked, spec.name())
                .map(near -> problem.withHelp(near.help("package")))
                .orElse(problem));
      }
      var names = new TreeSet<String>();
      named.forEach(n -> names.addAll(n.contract().downloads().keySet()));
      if (named.isEmpty() || names.contains(each.download())) continue;
      Problem problem =
          Problem.at(
              each.place(),
              named.getFirst().shown() + " has no download `" + each.download() + "`");
      problems.add(
          Suggestion.among(names, each.download())
              .map(near -> problem.withHelp(near.help("download")))
              .orElse(problem.withHelp("`heddle downloads` lists them")));
    }
    for (Node node : nodes) {
      Set<String> options = node.contract().options().keySet();
      for (DownloadDeclaration declared : node.contract().downloads().values()) {
        for (Variant each : variants(declared))
          problems.addAll(node.unknownIn(each.when(), each.place(), options));
      }
    }
    if (!problems.isEmpty()) throw new ProblemException(problems.stream().distinct().toList());
  }
}
