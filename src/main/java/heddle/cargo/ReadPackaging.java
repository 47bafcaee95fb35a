package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Task;
import heddle.text.Toml;
import java.nio.file.Path;

/**
 * {@code include} and {@code exclude} of a member of a workspace, by its manifest and that of the
 * root. Nothing but packaging asks for them.
 */
public record ReadPackaging(Path file, Path root, Task<Config> config) implements Task<Packaging> {
  @Override
  public Packaging run(Context c) throws Exception {
    var files = new WorldFiles(c, true);
    Toml.Table toml = files.toml(file).orElseThrow();
    var search = new WorkspaceSearch(files, c.get(config).home()).within(root);
    var inheritance = new Inheritance(files, file, () -> search.inheritedRoot(file, toml));
    var manifest = new Fields(toml);
    Fields fields = manifest.table(manifest.has("package") ? "package" : "project").orElseThrow();
    var table = new PackageTable(fields, inheritance);
    return new Packaging(table.texts("include"), table.texts("exclude"));
  }
}
