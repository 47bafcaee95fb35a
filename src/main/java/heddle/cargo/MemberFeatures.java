package heddle.cargo;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A member that features are resolved for, and the features the command line asks of it. Source of
 * the rule: {@code members_with_features} of cargo's {@code core/workspace.rs}.
 */
record MemberFeatures(Package member, List<FeatureValue> features, boolean all, boolean defaults) {
  MemberFeatures {
    features = List.copyOf(features);
  }

  /** The members that the specifications select, with what the request asks of each. */
  static List<MemberFeatures> of(
      Workspace workspace, List<PackageIdSpec> specs, BuildRequest request)
      throws ProblemException {
    Set<FeatureValue> asked = parse(request.features());
    boolean virtual = workspace.current().isEmpty();
    return virtual || workspace.resolver() != ResolverVersion.V1
        ? eachItsOwn(workspace, specs, request, asked)
        : currentOnly(workspace, specs, request, asked);
  }

  /** The values of {@code --features}: separated by commas or white space. */
  private static Set<FeatureValue> parse(List<String> given) throws ProblemException {
    var values = new LinkedHashSet<FeatureValue>();
    for (String list : given) {
      for (String word : Words.of(list.replace(',', ' '))) {
        FeatureValue value = FeatureValue.parse(word);
        if (value instanceof FeatureValue.Dep) {
          throw problem("feature `" + word + "` is not allowed to use explicit `dep:` syntax");
        }
        if (value instanceof FeatureValue.DepFeature d && d.feature().indexOf('/') >= 0) {
          throw problem("multiple slashes in feature `" + word + "` is not allowed");
        }
        values.add(value);
      }
    }
    return values;
  }

  private static ProblemException problem(String message) {
    return new ProblemException(Problem.of(message));
  }

  /** Each feature goes to every selected member that has it; one that none has is an error. */
  private static List<MemberFeatures> eachItsOwn(
      Workspace workspace, List<PackageIdSpec> specs, BuildRequest request, Set<FeatureValue> asked)
      throws ProblemException {
    var result = new ArrayList<MemberFeatures>();
    var found = new LinkedHashSet<FeatureValue>();
    for (Package member : workspace.members()) {
      if (specs.stream().anyMatch(s -> s.matches(member.id()))) {
        var own = new ArrayList<FeatureValue>();
        for (FeatureValue value : asked) {
          FeatureValue here = within(member, value);
          if (!(here instanceof FeatureValue.Dep)) {
            own.add(here);
            found.add(value);
          }
        }
        result.add(
            new MemberFeatures(member, own, request.allFeatures(), !request.noDefaultFeatures()));
      }
    }
    if (result.isEmpty()) {
      if (!asked.isEmpty() || request.allFeatures() || request.noDefaultFeatures()) {
        throw problem("cannot specify features for packages outside of workspace");
      }
      for (Package member : workspace.members()) {
        result.add(new MemberFeatures(member, List.of(), false, true));
      }
      return result;
    }
    for (FeatureValue value : asked) {
      if (!found.contains(value)) {
        throw unknown(value, result.stream().map(MemberFeatures::member).toList());
      }
    }
    return result;
  }

  /** What the value means to the member; a {@code dep:} value stands for nothing. */
  private static FeatureValue within(Package member, FeatureValue value) {
    FeatureValue nothing = new FeatureValue.Dep("");
    return switch (value) {
      case FeatureValue.Feature(String name) -> has(member, name) ? value : nothing;
      case FeatureValue.DepFeature(String dependency, String feature, _) -> {
        if (member.manifest().dependencies().stream()
            .anyMatch(d -> d.nameInToml().equals(dependency))) {
          yield value;
        }
        yield dependency.equals(member.name()) && has(member, feature)
            ? new FeatureValue.Feature(feature)
            : nothing;
      }
      case FeatureValue.Dep _ -> nothing;
    };
  }

  private static boolean has(Package member, String feature) {
    return member.manifest().features().containsKey(feature)
        || member.manifest().dependencies().stream()
            .anyMatch(d -> d.optional() && d.nameInToml().equals(feature));
  }

  private static ProblemException unknown(FeatureValue value, List<Package> members) {
    String message =
        members.size() == 1
            ? "the package '"
                + members.getFirst().name()
                + "' does not contain this feature: "
                + value
            : "none of the selected packages contains this feature: "
                + value
                + "\nselected packages: "
                + String.join(", ", members.stream().map(Package::name).toList());
    var known = new LinkedHashSet<String>();
    for (Package member : members) {
      known.addAll(member.manifest().features().keySet());
      member.manifest().dependencies().stream()
          .filter(Dependency::optional)
          .forEach(d -> known.add(d.nameInToml()));
    }
    Problem problem = Problem.of(message);
    return new ProblemException(
        Suggestion.among(known, value.toString())
            .map(s -> problem.withHelp(s.help("feature")))
            .orElse(problem));
  }

  /**
   * The rule of the first resolver: plain features go to the package of the current directory,
   * selected or not; {@code member/feature} goes to another selected member.
   */
  private static List<MemberFeatures> currentOnly(
      Workspace workspace,
      List<PackageIdSpec> specs,
      BuildRequest request,
      Set<FeatureValue> asked) {
    var result = new ArrayList<MemberFeatures>();
    for (Package member : workspace.members()) {
      boolean current = isCurrent(workspace, member);
      if (!current && specs.stream().noneMatch(s -> s.matches(member.id()))) {
        continue;
      }
      var own = new ArrayList<FeatureValue>();
      for (FeatureValue value : asked) {
        if (value instanceof FeatureValue.DepFeature(String other, String feature, _)
            && isOtherSelected(workspace, specs, other)) {
          if (!current && member.name().equals(other)) {
            own.add(new FeatureValue.Feature(feature));
          }
        } else if (current) {
          own.add(value);
        }
      }
      result.add(
          new MemberFeatures(
              member, own, request.allFeatures(), !current || !request.noDefaultFeatures()));
    }
    return result;
  }

  private static boolean isCurrent(Workspace workspace, Package member) {
    return workspace.current().isPresent() && workspace.current().get().id().equals(member.id());
  }

  private static boolean isOtherSelected(
      Workspace workspace, List<PackageIdSpec> specs, String name) {
    return workspace.members().stream()
            .anyMatch(m -> !isCurrent(workspace, m) && m.name().equals(name))
        && specs.stream().anyMatch(s -> s.name().equals(name));
  }

  /** All that is asked of the member, as values of its own. */
  List<FeatureValue> values() {
    var values = new ArrayList<>(features);
    var map = member.manifest().features();
    if (defaults && map.containsKey("default")) {
      values.add(new FeatureValue.Feature("default"));
    }
    if (all) {
      map.keySet().forEach(name -> values.add(new FeatureValue.Feature(name)));
    }
    return values;
  }
}
