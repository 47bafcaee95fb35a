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
   * The public records that are tasks and whose components can be written as words, by name.
   *
   * @throws ProblemException if two have one name
   */
  List<Goal> goals(Iterable<? extends Element> compiled) throws ProblemException {
    var goals = new TreeMap<String, Goal>();
    for (Element each : compiled) {
      if (each instanceof TypeElement type && type.getNestingKind() == NestingKind.TOP_LEVEL) {
        collect(type, goals);
      }
    }
    return List.copyOf(goals.values());
  }

  private void collect(TypeElement type, Map<String, Goal> goals) throws ProblemException {
    if (!type.getModifiers().contains(Modifier.PUBLIC)) return;
    for (TypeElement nested : ElementFilter.typesIn(type.getEnclosedElements())) {
      collect(nested, goals);
    }
    if (type.getKind() != ElementKind.RECORD
        || !type.getTypeParameters().isEmpty()
        || !is(type.asType(), Task.class)) {
      return;
    }
    var parameters = new ArrayList<Goal.Parameter>();
    String doc = Optional.ofNullable(elements.getDocComment(type)).orElse("");
    for (RecordComponentElement each : type.getRecordComponents()) {
      var kind = kind(each.asType());
      if (kind.isEmpty()) return; // a task of other tasks only
      String name = each.getSimpleName().toString();
      parameters.add(
          new Goal.Parameter(name, kind.get(), shown(each, kind.get()), said(doc, name)));
    }
    String java = type.getQualifiedName().toString();
    var goal = new Goal(Goal.named(type.getSimpleName().toString()), java, text(doc), parameters);
    var other = goals.put(goal.name(), goal);
    if (other != null) {
      throw new ProblemException(
          Problem.of(
              "`" + other.type() + "` and `" + java + "` are both the goal `" + goal.name() + "`"));
    }
  }

  private Optional<Goal.Kind> kind(TypeMirror type) {
    if (type instanceof DeclaredType declared
        && declared.asElement().getKind() == ElementKind.ENUM) {
      return Optional.of(Goal.Kind.CHOICE);
    }
    return switch (type.toString()) {
      case "java.lang.String" -> Optional.of(Goal.Kind.TEXT);
      case "int" -> Optional.of(Goal.Kind.WHOLE);
      case "long" -> Optional.of(Goal.Kind.LONG);
      case "boolean" -> Optional.of(Goal.Kind.FLAG);
      case "java.nio.file.Path" -> Optional.of(Goal.Kind.PATH);
      case "java.util.Optional<java.lang.String>" -> Optional.of(Goal.Kind.OPTIONAL_TEXT);
      case "java.util.List<java.lang.String>" -> Optional.of(Goal.Kind.TEXTS);
      case "java.util.List<java.nio.file.Path>" -> Optional.of(Goal.Kind.PATHS);
      default -> Optional.empty();
    };
  }

  private static String shown(RecordComponentElement component, Goal.Kind kind) {
    return switch (kind) {
      case TEXT, OPTIONAL_TEXT, TEXTS -> "text";
      case WHOLE, LONG -> "number";
      case FLAG -> "bool";
      case PATH, PATHS -> "path";
      case CHOICE -> component.asType().toString();
    };
  }

  /** The comment without its tags. */
  private static String text(String doc) {
    int tag = doc.indexOf("\n @");
    if (doc.startsWith(" @")) return "";
    return (tag < 0 ? doc : doc.substring(0, tag)).strip();
  }

  private static String said(String doc, String name) {
    String tag = "@param " + name + " ";
    int at = doc.indexOf(tag);
    if (at < 0) return "";
    String rest = doc.substring(at + tag.length());
    int end = rest.indexOf("\n @");
    return (end < 0 ? rest : rest.substring(0, end)).strip().replaceAll("\\s+", " ");
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
      pairs.add(
          new Maker.Replacement(
              intrinsic.getQualifiedName().toString(), rule.getQualifiedName().toString(), staged));
    }
    return pairs;
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
