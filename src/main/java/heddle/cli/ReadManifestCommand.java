package heddle.cli;

import heddle.cargo.BuildRequest;
import heddle.cargo.BuildRequest.Intent;
import heddle.engine.BuildException;
import heddle.rust.Workshop;
import heddle.text.JsonWriter;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code heddle read-manifest}, the package of a Cargo.toml as JSON, and {@code heddle
 * verify-project}, whether its workspace can be read: cargo has them for old tools.
 */
final class ReadManifestCommand implements Command {
  private final boolean verify;

  ReadManifestCommand(boolean verify) {
    this.verify = verify;
  }

  @Override
  public Usage usage() {
    var options = new ArrayList<>(Option.saying());
    options.addAll(BuildOptions.places());
    return new Usage("", 0, 0, false, options);
  }

  @Override
  public int run(Session session, Arguments arguments) throws Exception {
    var out = session.terminal().out();
    try (Workshop shop = Workshops.look(session, arguments, BuildRequest.of(Intent.BUILD))) {
      if (!verify) {
        out.println(shop.inquiries().currentPackage());
        return 0;
      }
      var wrong = wrong(shop);
      var text = new StringBuilder();
      var json = new JsonWriter(text).beginObject();
      if (wrong.isEmpty()) json.key("success").string("true");
      else json.key("invalid").string(wrong.get());
      json.endObject();
      out.println(text);
      return wrong.isEmpty() ? 0 : 1;
    }
  }

  private static Optional<String> wrong(Workshop shop) throws InterruptedException {
    try {
      var _ = shop.inquiries().rootManifest();
      return Optional.empty();
    } catch (ProblemException e) {
      return Optional.of(text(e.problems()));
    } catch (BuildException e) {
      var problems = new ArrayList<Problem>();
      for (Exception each : e.causes()) {
        if (each instanceof ProblemException problem) problems.addAll(problem.problems());
        else problems.add(Problem.of(String.valueOf(each.getMessage())));
      }
      return Optional.of(text(problems));
    }
  }

  private static String text(List<Problem> problems) {
    var lines = new ArrayList<String>();
    problems.forEach(each -> lines.addAll(each.lines("error")));
    return String.join("\n", lines);
  }
}
