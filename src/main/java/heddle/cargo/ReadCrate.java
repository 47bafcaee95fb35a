package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Durable;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.file.Path;

/**
 * A registry's package, from the folder that it was unpacked to and that nobody changes. It is read
 * once and kept: its folder's name has the checksum in it.
 */
record ReadCrate(Path folder, PackageId id, Registries registries) implements Durable<Package> {
  private static final String VERSION = "crate 2";

  @Override
  public String key() {
    var key = new KeptText().text(VERSION).text(folder.toString()).text(id.source().asUrl());
    registries.indexes().forEach((name, index) -> key.text(name).text(index));
    return key.text();
  }

  @Override
  public String encode(Package value) {
    var out = new KeptText();
    new KeptPackage(out).whole(value);
    return out.text();
  }

  @Override
  public Package decode(String text) throws ProblemException {
    return new KeptPackageReader(new KeptTextReader(text)).whole();
  }

  @Override
  public Package run(Context c) throws Exception {
    var files = new FrozenFiles(c);
    Path file = folder.resolve(WorkspaceSearch.FILE);
    // Published manifests take over nothing, so no workspace is looked for.
    var search = new WorkspaceSearch(files, folder);
    return new ManifestReading(files, registries, search, file, id.source())
        .read()
        .member()
        .orElseThrow(() ->
            new ProblemException(Problem.of("`" + file + "` is no manifest of the package " + id)));
  }
}
