package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Durable;
import heddle.text.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * All that reading and planning warn of, each as the text that follows the word {@code warning:}.
 * Kept across processes beside the plan: who looks at a plan that was kept sees its warnings, too.
 */
public record BuildWarnings(Path manifest, ReadConfig config, BuildRequest request)
    implements Durable<List<String>> {
  private static final String HEAD = "warning: ";

  @Override
  public String key() {
    return new KeptText().text("warnings 1").text(PlanKey.of(manifest, config, request)).text();
  }

  @Override
  public String encode(List<String> value) {
    return new KeptText().texts(value).text();
  }

  @Override
  public List<String> decode(String text) {
    return new KeptTextReader(text).texts();
  }

  @Override
  public List<String> run(Context c) throws Exception {
    var problems = new ArrayList<>(c.get(config).warnings());
    problems.addAll(c.get(new ReadWorkspace(manifest, config)).warnings());
    problems.addAll(c.get(new PlanWarnings(manifest, config, request.packages())));
    UnitGraph graph = c.get(new BuildPlan(manifest, config, request));
    problems.addAll(PlanWarnings.hints(graph));
    problems.addAll(graph.notices());
    var texts = new LinkedHashSet<String>();
    for (Problem each : problems) {
      texts.add(String.join("\n", each.lines("warning")).substring(HEAD.length()));
    }
    return List.copyOf(texts);
  }
}
