package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Task;
import heddle.text.JsonWriter;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.file.Path;

/** The package of a manifest (absolute and normal) in the form of {@code cargo metadata}. */
public record PackageOf(Path manifest, Task<Config> config) implements Task<String> {
  @Override
  public String run(Context c) throws Exception {
    Workspace workspace = c.get(new ReadWorkspace(manifest, config));
    var text = new StringBuilder();
    new PackageJson(new JsonWriter(text)).write(current(workspace, manifest));
    return text.toString();
  }

  static Package current(Workspace workspace, Path manifest) throws ProblemException {
    return workspace
        .current()
        .orElseThrow(() ->
            new ProblemException(
                Problem.of(
                        "manifest path `"
                            + manifest
                            + "` is a virtual manifest, but this command requires running"
                            + " against an actual package in this workspace")
                    .withHelp("name a package, or the Cargo.toml of one")));
  }
}
