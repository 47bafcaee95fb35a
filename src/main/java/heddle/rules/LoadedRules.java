package heddle.rules;

import heddle.engine.Handlers;
import heddle.engine.Task;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Suggestion;
import java.lang.classfile.ClassFile;
import java.lang.reflect.AccessFlag;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The rules of a workspace, loaded: goals by name, and what they replace. */
public final class LoadedRules {
  private final Compiled compiled;
  private final Goals goals;

  /** Loads classes that {@link RuleCompiler} has checked. */
  public LoadedRules(Compiled compiled) {
    this.compiled = compiled;
    this.goals = compiled.classes().isEmpty() ? new None() : make(compiled);
  }

  /** A workspace without rules. */
  private record None() implements Goals {
    @Override
    public Task<?> task(String name, Words words) {
      throw new IllegalArgumentException(name);
    }

    @Override
    public Handlers replacing(Handlers handlers) {
      return handlers;
    }
  }

  private static Goals make(Compiled compiled) {
    try {
      // The one reflective call: what it makes is generated, and makes the rest by plain code.
      return Class.forName(Compiled.MAKER, true, new Classes(compiled))
          .asSubclass(Goals.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the rules' maker cannot be made", e);
    }
  }

  private static final class Classes extends ClassLoader {
    private final Compiled compiled;

    Classes(Compiled compiled) {
      super("rules", Goals.class.getClassLoader());
      this.compiled = compiled;
    }

    /** The rules' own first: another class of that name was not looked at as theirs. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!compiled.classes().containsKey(name)) return super.loadClass(name, resolve);
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = compiled.bytes(name);
      if (bytes.length == 0) throw new ClassNotFoundException(name);
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  public List<Goal> goals() {
    return compiled.goals();
  }

  /** The goal that stands for a command of Heddle, where the workspace is not cargo's. */
  public Optional<String> command(String name) {
    return Optional.ofNullable(compiled.commands().get(name));
  }

  /** The goals that are laid down before Cargo packages are built, in order. */
  public List<String> before() {
    return compiled.before();
  }

  /** The goal of this name. */
  public Goal goal(String name) throws ProblemException {
    return compiled.goal(name).orElseThrow(() -> unknown(name));
  }

  private ProblemException unknown(String name) {
    if (compiled.others().containsKey(name)) {
      return new ProblemException(
          Problem.of("there is no goal `" + name + "`").withNote(compiled.others().get(name)));
    }
    if (goals().isEmpty()) {
      return new ProblemException(
          Problem.of("there is no goal `" + name + "`: this workspace has no rules")
              .withHelp("name rule files in heddle.toml: [rules] files = [\"rules/Name.java\"]"));
    }
    var problem = Problem.of("there is no goal `" + name + "`");
    return new ProblemException(
        Suggestion.among(goals().stream().map(Goal::name).toList(), name)
            .map(s -> problem.withHelp("did you mean `" + s.name() + "`?"))
            .orElseGet(() -> problem.withHelp("`heddle rules` lists the goals")));
  }

  /** The task of this goal with these words. */
  public Task<?> task(Goal goal, List<String> words, Path directory) throws ProblemException {
    return goals.task(goal.name(), new Words(goal, words, directory));
  }

  /** The handlers with the root's replacements. */
  public Handlers handlers(Handlers base) {
    return goals.replacing(base);
  }

  /** Whether a rule stands for this intrinsic. */
  public boolean standsFor(Class<?> intrinsic) {
    return goals.replacing(Handlers.none()).binds(intrinsic);
  }

  /** What goes into the keys of runs: the digest of the rules that stand for an intrinsic. */
  public String salt() {
    return compiled.salt();
  }

  /**
   * For messages: the rule file of a frame of a stack; empty if it is not a rule's own, or nobody
   * wrote it ({@code Object run(Context)}, which calls the {@code run} that somebody did).
   */
  Optional<Source> source(StackTraceElement frame) {
    return compiled.source(frame.getClassName()).filter(_ -> !bridge(frame));
  }

  private boolean bridge(StackTraceElement frame) {
    for (var each : ClassFile.of().parse(compiled.bytes(frame.getClassName())).methods()) {
      if (!each.methodName().equalsString(frame.getMethodName())) continue;
      var first = ClassCheck.first(each);
      if (each.flags().has(AccessFlag.BRIDGE) && first.equals(Optional.of(frame.getLineNumber())))
        return true;
    }
    return false;
  }
}
