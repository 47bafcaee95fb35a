package heddle.rules;

import com.sun.source.util.JavacTask;
import heddle.store.Digest;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Suggestion;
import java.io.IOException;
import java.lang.classfile.ClassModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** Compiles rule files in memory, checks their classes, and finds the goals among them. */
final class RuleCompiler {
  private final String classPath;

  RuleCompiler(String classPath) {
    this.classPath = classPath;
  }

  Compiled compile(List<Source> sources, RuleFile.Said said) throws ProblemException, IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    try (var files =
        new MemoryFiles(
            compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8))) {
      var given = new ArrayList<JavaFileObject>();
      for (Source each : sources) given.add(new MemoryFiles.Given(each));
      JavacTask task = task(compiler, files, diagnostics, given);
      var elements = task.analyze();
      fail(diagnostics);
      // Generating forgets the types and their comments.
      var finder = new GoalFinder(task.getElements(), task.getTypes());
      var found = finder.find(elements);
      var replacements = finder.replacements(said.replace());
      var goals = found.goals();
      task.generate();
      fail(diagnostics);
      var own = new OwnClasses(files.classes());
      var origins = files.origins();
      check(own, origins);
      String salt = replacements.isEmpty() ? "" : salt(own, replacements);
      var maker = Maker.source(goals, replacements);
      JavacTask second = task(compiler, files, diagnostics, List.of(new MemoryFiles.Given(maker)));
      second.generate();
      failMaker(diagnostics, maker, replacements);
      var classes = new TreeMap<String, String>();
      files
          .classes()
          .forEach((name, bytes) -> classes.put(name, Base64.getEncoder().encodeToString(bytes)));
      var commands = new TreeMap<String, String>();
      for (var each : said.commands().entrySet()) {
        commands.put(each.getKey(), goal(each.getValue(), goals).name());
      }
      var before = new ArrayList<String>();
      for (RuleFile.Word each : said.before()) before.add(withoutWords(each, goals).name());
      var texts = new TreeMap<String, String>();
      for (Source each : sources) texts.put(each.name(), each.text());
      var names = new TreeMap<String, String>();
      origins.forEach((name, source) -> names.put(name, source.name()));
      return new Compiled(classes, texts, names, goals, found.others(), salt, commands, before);
    }
  }

  /** The content of the rules that stand for intrinsics, and of all of the rules' that they use. */
  private static String salt(OwnClasses own, List<Maker.Replacement> replacements) {
    var text = new StringBuilder();
    for (var each : replacements) {
      text.append(each.intrinsic()).append(' ').append(each.binary()).append('\n');
    }
    var roots = replacements.stream().map(each -> each.binary().replace('.', '/')).toList();
    own.used(roots)
        .forEach((name, digest) -> text.append(name).append(' ').append(digest).append('\n'));
    return "rules " + Digest.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Goal goal(RuleFile.Word word, List<Goal> goals) throws ProblemException {
    var names = goals.stream().map(Goal::name).toList();
    int at = names.indexOf(word.text());
    if (at >= 0) return goals.get(at);
    var problem = Problem.at(word.place(), "there is no goal `" + word.text() + "`");
    throw new ProblemException(
        Suggestion.among(names, word.text())
            .map(s -> problem.withHelp("did you mean `" + s.name() + "`?"))
            .orElse(problem));
  }

  /** A goal that can be run without being told anything. */
  private static Goal withoutWords(RuleFile.Word word, List<Goal> goals) throws ProblemException {
    Goal goal = goal(word, goals);
    for (var each : goal.parameters()) {
      if (each.required()) {
        throw new ProblemException(
            Problem.at(
                word.place(),
                "the goal `"
                    + goal.name()
                    + "` needs `"
                    + each.name()
                    + "=…`, which nobody gives"));
      }
    }
    return goal;
  }

  private JavacTask task(
      JavaCompiler compiler,
      MemoryFiles files,
      DiagnosticCollector<JavaFileObject> diagnostics,
      List<JavaFileObject> given) {
    var options =
        List.of(
            "-classpath", classPath, "-proc:none", "-nowarn", "-g:source,lines", "-implicit:none");
    return (JavacTask) compiler.getTask(null, files, diagnostics, options, null, given);
  }

  private static void fail(DiagnosticCollector<JavaFileObject> diagnostics)
      throws ProblemException {
    var problems = new ArrayList<Problem>();
    for (var each : diagnostics.getDiagnostics()) {
      if (each.getKind() == Diagnostic.Kind.ERROR) problems.add(problem(each));
    }
    if (!problems.isEmpty()) throw new ProblemException(problems);
  }

  private static Problem problem(Diagnostic<? extends JavaFileObject> diagnostic) {
    String[] lines = diagnostic.getMessage(Locale.ENGLISH).split("\n", -1);
    Problem problem = Problem.of(lines[0]);
    if (diagnostic.getSource() instanceof MemoryFiles.Given given
        && diagnostic.getStartPosition() != Diagnostic.NOPOS) {
      int start = (int) diagnostic.getStartPosition();
      int end = (int) Math.max(start, diagnostic.getEndPosition());
      problem = Problem.at(given.source().place(start, end), lines[0]);
    }
    for (int i = 1; i < lines.length; i++) {
      if (!lines[i].isBlank()) problem = problem.withNote(lines[i].strip());
    }
    return problem;
  }

  /** What is generated fails only where a replacement's value is of another type. */
  private static void failMaker(
      DiagnosticCollector<JavaFileObject> diagnostics,
      Source maker,
      List<Maker.Replacement> replacements)
      throws ProblemException {
    for (var each : diagnostics.getDiagnostics()) {
      if (each.getKind() != Diagnostic.Kind.ERROR) continue;
      String line =
          maker.text().lines().skip(Math.max(0, each.getLineNumber() - 1)).findFirst().orElse("");
      for (Maker.Replacement pair : replacements) {
        if (!line.contains(pair.line())) continue;
        throw new ProblemException(
            Problem.at(
                    pair.said().place(),
                    "`"
                        + pair.rule()
                        + "` cannot stand for `"
                        + pair.intrinsic()
                        + "`: they give values of different types")
                .withNote(each.getMessage(Locale.ENGLISH)));
      }
      throw new IllegalStateException("generated code does not compile: " + each);
    }
  }

  private static void check(OwnClasses own, Map<String, Source> origins) throws ProblemException {
    var problems = new ArrayList<Problem>();
    for (String each : own.names()) {
      ClassModel model = own.model(each).orElseThrow();
      String binary = each.replace('/', '.');
      var source = origins.getOrDefault(binary, new Source(binary, ""));
      problems.addAll(new ClassCheck(own, source, binary.replace('$', '.')).check(model));
    }
    if (!problems.isEmpty()) throw new ProblemException(problems);
  }
}
