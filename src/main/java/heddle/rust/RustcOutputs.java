package heddle.rust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/** What a run of rustc left in its directory, to be taken into the store. */
record RustcOutputs(Compilation what) {
  /**
   * Takes the files in, and tells what the run observed.
   *
   * @param given the metadata that was taken in before
   * @param had the names of the variables that the run was given
   */
  Recorded record(
      SourcesRead files, List<String> said, Optional<Compiled.Metadata> given, Set<String> had)
      throws IOException, InterruptedException {
    Build build = what.build();
    FutureTask<Boolean> mentioned = mentionsWorkspace();
    List<Recorded.Product> products = products(given);
    Set<String> read = files.names();
    what.permits().reads().forEach(path -> read.add(build.text().general(path.toString())));
    Observed observed =
        Observed.of(
            read,
            what.user().observed(files.info(), what.variables(), had),
            places(files, mentioned));
    return new Recorded(
        products, said, observed, Optional.empty(), "", build.settings().trust().level());
  }

  private List<Recorded.Product> products(Optional<Compiled.Metadata> given) throws IOException {
    Build build = what.build();
    Crate crate = what.crate();
    boolean linked =
        crate.linkable() && (crate.work() == Crate.Work.BUILD || crate.work() == Crate.Work.CHECK);
    List<Recorded.Product> products = new ArrayList<>();
    for (String name : names()) {
      Path file = what.written().resolve(name);
      Optional<Recorded.Product> early =
          given.map(Compiled.Metadata::file).filter(each -> each.name().equals(name));
      Machine.Blob blob = early.isPresent() ? early.get().blob() : build.machine().keep(file);
      boolean executable = Stream.of(".rlib", ".rmeta", ".a", ".dwp").noneMatch(name::endsWith);
      products.add(new Recorded.Product(name, blob, executable));
      if (linked) {
        build.placed().link(file, build.places().linked(crate.triple()).resolve(name));
      }
    }
    return products;
  }

  /** What rustc wrote, without what it read. */
  private List<String> names() throws IOException {
    return what.build().machine().list(what.written()).stream()
        .filter(name -> !name.endsWith(".d"))
        .toList();
  }

  /**
   * Whether a path of this machine may stand in an output though the code did not ask for one: proc
   * macros write what they like, and so do words for the linker.
   */
  private boolean mayHoldPaths() {
    Crate crate = what.crate();
    KeyText text = what.build().text();
    boolean links =
        crate.requiresObjects()
            && (crate.pkg().local()
                || crate.rustflags().stream().anyMatch(each -> !text.general(each).equals(each)));
    return links || what.secretive();
  }

  /**
   * The places that the outputs may hold: those in variables that the code looked at, and the
   * workspace where an output holds its path.
   */
  private Set<String> places(SourcesRead files, FutureTask<Boolean> mentioned)
      throws IOException, InterruptedException {
    Build build = what.build();
    Set<String> places = files.placesLookedAt(what.variables());
    boolean held;
    try {
      held = mentioned.get();
    } catch (ExecutionException e) {
      throw new IOException("cannot read what was compiled", e.getCause());
    }
    if (held) {
      places.addAll(build.text().marks(build.places().workspace().toString()));
    }
    return places;
  }

  /** Looked for while the files are taken in: both read all of them. */
  private FutureTask<Boolean> mentionsWorkspace() {
    Build build = what.build();
    String workspace = build.places().workspace().toString();
    var looking =
        new FutureTask<>(() -> {
          if (!mayHoldPaths()) return false;
          for (String name : names()) {
            if (build.machine().mentions(what.written().resolve(name), workspace)) return true;
          }
          return false;
        });
    Thread.ofVirtual().name("mentions").start(looking);
    return looking;
  }
}
