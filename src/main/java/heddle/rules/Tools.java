package heddle.rules;

import heddle.engine.Context;
import heddle.engine.Handlers;
import heddle.engine.LostValue;
import heddle.fetch.Download;
import heddle.process.RunAction;
import heddle.process.SandboxLevel;
import heddle.store.Digest;
import heddle.store.Store;
import heddle.text.ProblemException;
import heddle.world.Bytes;
import heddle.world.DigestOf;
import heddle.world.KindOf;
import heddle.world.ListDirectory;
import heddle.world.Observation;
import heddle.world.ReadBytes;
import heddle.world.ReadText;
import heddle.world.SystemImage;
import heddle.world.TreeDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The handlers of this room's intrinsics, over the store and the runner of actions. */
public final class Tools {
  private final Shelf shelf;
  private final Observation observation;
  private final Running running;

  /**
   * Of one build.
   *
   * @param observation hears of the files that are taken into the store
   * @param level what results are made at, and demanded at least
   * @param salt {@link LoadedRules#salt}
   */
  public Tools(Store store, Observation observation, SandboxLevel level, String salt) {
    this.shelf = new Shelf(store);
    this.observation = observation;
    this.running = new Running(shelf, level, salt);
  }

  /** The Cargo packages of the workspace. */
  public interface Cargo {
    /** Builds by the words of a command line, and gives the files. */
    List<Path> build(List<String> words) throws Exception;

    /** The value of {@link CargoOption}. */
    Optional<String> option(CargoOption wanted) throws Exception;

    /** The value of {@link CargoFact}. */
    Optional<String> fact(CargoFact wanted) throws Exception;
  }

  /**
   * These handlers, by which what a rule names by a relative path lies below this folder, wherever
   * Heddle was started.
   */
  public static Handlers rooted(Handlers handlers, Path root) {
    return handlers
        .around(
            ReadText.class,
            to -> (read, c) -> to.handle(new ReadText(root.resolve(read.path())), c))
        .around(
            ReadBytes.class,
            to -> (read, c) -> to.handle(new ReadBytes(root.resolve(read.path())), c))
        .around(
            ListDirectory.class,
            to -> (list, c) -> to.handle(new ListDirectory(root.resolve(list.path())), c))
        .around(KindOf.class, to -> (of, c) -> to.handle(new KindOf(root.resolve(of.path())), c))
        .around(
            DigestOf.class, to -> (of, c) -> to.handle(new DigestOf(root.resolve(of.path())), c))
        .around(
            TreeDigest.class,
            to -> (of, c) -> to.handle(new TreeDigest(root.resolve(of.path()), of.without()), c))
        .around(
            Imported.class,
            to -> (file, c) -> to.handle(new Imported(root.resolve(file.path())), c));
  }

  /**
   * The handlers; those of {@code world}, of {@link RunAction} and of {@link Download} must be
   * bound beside them.
   */
  public Handlers handlers(Path root, Jdk.Home jdk, Cargo cargo) {
    return Handlers.none()
        .with(Run.class, running::run)
        .with(SystemFiles.class, (_, _) -> SystemImage.of(Path.of("/"), observation))
        .with(
            Imported.class,
            (file, _) -> {
              observation.look(file.path(), false);
              return shelf.copied(file.path(), file);
            })
        .with(
            Kept.class, (kept, _) -> shelf.keep(kept.text().getBytes(StandardCharsets.UTF_8), kept))
        .with(KeptBytes.class, (kept, _) -> shelf.keep(kept.bytes().toArray(), kept))
        .with(BytesOf.class, (file, _) -> new Bytes(shelf.bytes(file.digest())))
        .with(
            TextOf.class,
            (text, _) -> new String(shelf.bytes(text.digest()), StandardCharsets.UTF_8))
        .with(CargoBuild.class, (wanted, _) -> made(wanted, cargo))
        .with(CargoOption.class, (wanted, _) -> cargo.option(wanted))
        .with(CargoFact.class, (wanted, _) -> cargo.fact(wanted))
        .with(Fetched.class, this::fetched)
        .with(Jdk.class, (_, _) -> jdk)
        .with(WorkspaceRoot.class, (_, _) -> root)
        .traceable(Imported.KIND, key -> new Imported(Path.of(key)));
  }

  private Digest fetched(Fetched wanted, Context c) throws Exception {
    String name =
        wanted.urls().isEmpty() ? "download" : Download.fileName(wanted.urls().getFirst());
    var download =
        new Download(
            name, wanted.urls(), wanted.sha256(), 0, name, Optional.empty(), Optional.empty(), 0);
    Path file = c.get(download);
    return shelf.copied(file, wanted).orElseThrow(() -> new NoSuchFileException(file.toString()));
  }

  private CargoBuild.Made made(CargoBuild wanted, Cargo cargo) throws Exception {
    Map<String, Digest> files = new TreeMap<>();
    for (Path each : cargo.build(wanted.words())) {
      observation.look(each, true);
      var digest = shelf.copied(each, wanted);
      digest.ifPresent(d -> files.put(String.valueOf(each.getFileName()), d));
    }
    return new CargoBuild.Made(files);
  }

  /**
   * Lays a goal's files down below the directory, in place of what was there; false if they lie
   * there already, and are not touched.
   */
  public boolean lay(Product product, Path directory)
      throws IOException, ProblemException, LostValue {
    boolean there = shelf.lies(product.files(), product.programs(), directory);
    if (!there) {
      shelf.remove(directory);
      shelf.lay(product.files(), product.programs(), directory);
    }
    for (String each : product.files().keySet()) observation.look(directory.resolve(each), true);
    return !there;
  }
}
