package heddle.rules;

import heddle.engine.Intrinsic;
import heddle.engine.Staged;
import heddle.engine.StagedIntrinsic;
import heddle.engine.Task;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** Finds goals and replacements among the compiled types, with what their comments say. */
final class GoalFinder {
  private final Elements elements;
  private final Types types;

  GoalFinder(Elements elements, Types types) {
    this.elements = elements;
    this.types = types;
  }

  /**
   * What was found.
   *
   * @param goals the public records that are tasks and whose components can be written as words
   * @param others why the other tasks are no goals, by the name that they would have
   */
  record Found(List<Goal> goals, Map<String, String> others) {
    Found {
      goals = List.copyOf(goals);
      others = Map.copyOf(others);
    }
  }

  private final Map<String, Goal> goals = new TreeMap<>();
  private final Map<String, String> others = new TreeMap<>();

  /**
   * The goals by name, and the tasks that are none.
   *
   * @throws ProblemException if two have one name
   */
  Found find(Iterable<? extends Element> compiled) throws ProblemException {
    for (Element each : compiled) {
      if (each instanceof TypeElement type && type.getNestingKind() == NestingKind.TOP_LEVEL) {
        collect(type, true);
      }
    }
    return new Found(List.copyOf(goals.values()), others);
  }

  private void collect(TypeElement type, boolean seen) throws ProblemException {
    boolean open = seen && type.getModifiers().contains(Modifier.PUBLIC);
    for (TypeElement nested : ElementFilter.typesIn(type.getEnclosedElements())) {
      collect(nested, open);
    }
    if (type.getKind() != ElementKind.RECORD || !is(type.asType(), Task.class)) return;
    String java = type.getQualifiedName().toString();
    String name = Goal.named(type.getSimpleName().toString());
    if (!open) {
      others.put(name, "the task `" + java + "` is not public, so it is no goal");
      return;
    }
    var parameters = new ArrayList<Goal.Parameter>();
    var comment = new DocComment(Optional.ofNullable(elements.getDocComment(type)).orElse(""));
    for (RecordComponentElement each : type.getRecordComponents()) {
      var parameter = type.getTypeParameters().isEmpty() ? parameter(each, comment) : NONE;
      if (parameter.isEmpty()) {
        others.put(
            name,
            "the task `"
                + java
                + "` is for other tasks: its component `"
                + each.getSimpleName()
                + "` is a `"
                + each.asType()
                + "`, which no word can be");
        return;
      }
      parameters.add(parameter.get());
    }
    var goal = new Goal(name, java, comment.text(), parameters);
    var other = goals.put(name, goal);
    if (other != null) {
      throw new ProblemException(
          Problem.of("`" + other.type() + "` and `" + java + "` are both the goal `" + name + "`"));
    }
  }

  private static final Optional<Goal.Parameter> NONE = Optional.empty();

  private Optional<Goal.Parameter> parameter(RecordComponentElement component, DocComment comment) {
    var count = Goal.Count.ONE;
    TypeMirror type = component.asType();
    if (type instanceof DeclaredType declared && declared.getTypeArguments().size() == 1) {
      switch (String.valueOf(types.erasure(type))) {
        case "java.util.Optional" -> count = Goal.Count.OPTIONAL;
        case "java.util.List" -> count = Goal.Count.LIST;
        default -> {
          return NONE;
        }
      }
      type = declared.getTypeArguments().getFirst();
    }
    var kind = kind(type, count);
    if (kind.isEmpty()) return NONE;
    String name = component.getSimpleName().toString();
    return Optional.of(
        new Goal.Parameter(
            name, kind.get(), count, type.toString(), choices(type, kind.get()), comment.of(name)));
  }

  private static List<String> choices(TypeMirror type, Goal.Kind kind) {
    return switch (kind) {
      case FLAG -> List.of("true", "false");
      case CHOICE ->
          ((DeclaredType) type)
              .asElement().getEnclosedElements().stream()
                  .filter(each -> each.getKind() == ElementKind.ENUM_CONSTANT)
                  .map(each -> Goal.word(each.getSimpleName().toString()))
                  .toList();
      default -> List.of();
    };
  }

  /** Of a single value the primitive types are meant, of many what stands for them. */
  private static Optional<Goal.Kind> kind(TypeMirror type, Goal.Count count) {
    if (type instanceof DeclaredType declared
        && declared.asElement().getKind() == ElementKind.ENUM) {
      return Optional.of(Goal.Kind.CHOICE);
    }
    boolean one = count == Goal.Count.ONE;
    String name = type.toString();
    if (name.equals("java.lang.String")) return Optional.of(Goal.Kind.TEXT);
    if (name.equals("java.nio.file.Path")) return Optional.of(Goal.Kind.PATH);
    if (name.equals(one ? "int" : "java.lang.Integer")) return Optional.of(Goal.Kind.WHOLE);
    if (name.equals(one ? "long" : "java.lang.Long")) return Optional.of(Goal.Kind.LONG);
    if (name.equals(one ? "boolean" : "java.lang.Boolean")) return Optional.of(Goal.Kind.FLAG);
    return Optional.empty();
  }

  /**
   * Each intrinsic and the rule that stands for it.
   *
   * @throws ProblemException if one is not what it must be
   */
  List<Maker.Replacement> replacements(Map<RuleFile.Word, RuleFile.Word> replace)
      throws ProblemException {
    var pairs = new ArrayList<Maker.Replacement>();
    for (var each : replace.entrySet()) {
      var intrinsic = find(each.getKey(), "intrinsic");
      if (!is(intrinsic.asType(), Intrinsic.class)) {
        throw new ProblemException(
            Problem.at(
                each.getKey().place(),
                "`" + each.getKey().text() + "` is not an intrinsic that a rule can stand for"));
      }
      boolean staged = is(intrinsic.asType(), StagedIntrinsic.class);
      var rule = find(each.getValue(), "rule");
      var components = rule.getRecordComponents();
      if (rule.getKind() != ElementKind.RECORD
          || !is(rule.asType(), staged ? Staged.class : Task.class)
          || components.size() != 1
          || !types.isSameType(components.getFirst().asType(), intrinsic.asType())) {
        throw new ProblemException(
            Problem.at(
                    each.getValue().place(),
                    "`" + each.getValue().text() + "` cannot stand for an intrinsic")
                .withHelp(
                    "it must be a record with one component, of the type `"
                        + intrinsic.getQualifiedName()
                        + "`, that implements "
                        + (staged ? "Staged" : "Task")));
      }
      if (!reachable(rule)) {
        throw new ProblemException(
            Problem.at(
                    each.getValue().place(),
                    "`"
                        + each.getValue().text()
                        + "` cannot stand for an intrinsic: it is not public")
                .withHelp("make the record public, and what it is declared in"));
      }
      pairs.add(
          new Maker.Replacement(
              each.getValue(),
              intrinsic.getQualifiedName().toString(),
              rule.getQualifiedName().toString(),
              elements.getBinaryName(rule).toString(),
              staged));
    }
    return pairs;
  }

  /** Whether the generated class, which is in no package, can name it. */
  private boolean reachable(TypeElement type) {
    boolean near = elements.getPackageOf(type).isUnnamed();
    for (Element at = type; at instanceof TypeElement; at = at.getEnclosingElement()) {
      var modifiers = at.getModifiers();
      if (modifiers.contains(Modifier.PRIVATE)) return false;
      if (!near && !modifiers.contains(Modifier.PUBLIC)) return false;
    }
    return true;
  }

  private TypeElement find(RuleFile.Word word, String what) throws ProblemException {
    var type = elements.getTypeElement(word.text());
    if (type == null) {
      throw new ProblemException(
          Problem.at(word.place(), "there is no " + what + " `" + word.text() + "`"));
    }
    return type;
  }

  private boolean is(TypeMirror type, Class<?> of) {
    var wanted = elements.getTypeElement(of.getCanonicalName());
    return wanted != null
        && types.isAssignable(types.erasure(type), types.erasure(wanted.asType()));
  }
}
