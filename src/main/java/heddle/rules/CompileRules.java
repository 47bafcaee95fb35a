package heddle.rules;

import heddle.engine.Context;
import heddle.engine.Durable;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.world.DigestOf;
import heddle.world.ReadText;
import java.nio.file.Path;
import java.util.ArrayList;

/**
 * The rules of a workspace, compiled. Kept by a trace: unchanged files are not compiled again.
 *
 * @param root the folder of heddle.toml
 * @param classPath what rules are compiled against: Heddle's own classes. Jars count by their
 *     content, so that another Heddle at the same place compiles them again
 */
public record CompileRules(Path root, String classPath) implements Durable<Compiled> {
  @Override
  public Compiled run(Context c) throws Exception {
    var said = c.get(new RuleFile(root));
    if (said.files().isEmpty()) return Compiled.NOTHING;
    for (String each : classPath.split(":", -1)) {
      if (each.endsWith(".jar")) c.get(new DigestOf(Path.of(each)));
    }
    var sources = new ArrayList<Source>();
    for (var file : said.files()) {
      if (!file.text().endsWith(".java") || file.text().endsWith("module-info.java")) {
        throw new ProblemException(
            Problem.at(file.place(), "`" + file.text() + "` is no file of Java classes"));
      }
      var source = c.get(new ReadText(root.resolve(file.text()).normalize()));
      if (source.isEmpty()) {
        throw new ProblemException(
            Problem.at(file.place(), "the rule file `" + file.text() + "` is not there"));
      }
      sources.add(new Source(file.text(), source.get().text()));
    }
    // Before the compiler's types are named: where they are missing, a class that does fails to
    // load.
    if (ModuleLayer.boot().findModule("jdk.compiler").isEmpty()) {
      throw new ProblemException(
          Problem.of("this Java has no compiler (it is a JRE), so rules cannot be compiled")
              .withHelp("set JAVA_HOME to a JDK, version 25 or newer"));
    }
    return new RuleCompiler(classPath).compile(sources, said);
  }

  @Override
  public String key() {
    // Another Java writes classes of another version.
    return "rules/5 " + Runtime.version().feature() + " " + classPath + " " + root;
  }

  @Override
  public String encode(Compiled value) {
    return CompiledText.encode(value);
  }

  @Override
  public Compiled decode(String text) throws ProblemException {
    return CompiledText.decode(text);
  }
}
