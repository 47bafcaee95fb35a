package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Task;
import heddle.text.Json;
import heddle.text.JsonWriter;
import heddle.text.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The JSON of {@code cargo metadata --format-version 1} for the workspace of a manifest (absolute
 * and normal). Of the request, features count, and targets as {@code --filter-platform}; without
 * dependencies nothing but the workspace's manifests is read.
 */
public record Metadata(
    Path manifest, Task<Config> config, boolean dependencies, BuildRequest request)
    implements Task<String> {
  @Override
  public String run(Context c) throws Exception {
    Config values = c.get(config);
    Workspace workspace = c.get(new ReadWorkspace(manifest, config));
    if (!dependencies) {
      return text(workspace, values, Optional.empty());
    }
    Lock lock = c.get(new ReadLock(workspace.lockFile()));
    Optional<Platforms> platforms =
        request.targets().isEmpty()
            ? Optional.empty()
            : Optional.of(
                BuildPlan.platforms(c, values, new PlanConfig(values), request.targets()));
    PackageLoader loader =
        wanted -> c.all(wanted.stream().map(p -> new LoadPackage(p, config)).toList());
    return text(
        workspace,
        values,
        Optional.of(
            LockCheck.run(
                c,
                workspace.root(),
                checked ->
                    new MetadataGraph(workspace, lock, request, platforms, loader, checked)
                        .resolve())));
  }

  /** The whole text, with the graph if there is one. */
  static String text(Workspace workspace, Config config, Optional<MetadataGraph.Resolved> graph)
      throws ProblemException {
    var text = new StringBuilder();
    var json = new JsonWriter(text).beginObject().key("packages").beginArray();
    List<Package> packages =
        graph.map(MetadataGraph.Resolved::packages).orElse(workspace.members());
    for (Package p : packages) {
      new PackageJson(json).write(p);
    }
    json.endArray();
    members(json, workspace);
    json.key("resolve").raw(graph.map(MetadataGraph.Resolved::json).orElse("null"));
    TargetDirectories directories = TargetDirectories.of(config, workspace.root());
    json.key("target_directory").string(directories.target().toString());
    json.key("build_directory").string(directories.build().toString());
    json.key("version").number(1);
    json.key("workspace_root").string(workspace.root().toString());
    json.key("metadata").value(workspace.metadata().map(PackageJson::of).orElseGet(Json.Nil::new));
    json.endObject();
    return text.toString();
  }

  private static void members(JsonWriter json, Workspace workspace) {
    json.key("workspace_members").strings(ids(workspace.members()));
    json.key("workspace_default_members").strings(ids(workspace.defaultMembers()));
  }

  private static List<String> ids(List<Package> packages) {
    return packages.stream().map(p -> p.id().spec()).toList();
  }
}
