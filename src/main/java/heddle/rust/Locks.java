package heddle.rust;

import heddle.cargo.Config;
import heddle.cargo.ConfigValue;
import heddle.cargo.FindPackages;
import heddle.cargo.Lock;
import heddle.cargo.Package;
import heddle.cargo.ReadPackage;
import heddle.cargo.ResolverVersion;
import heddle.cargo.Setting;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import heddle.cargo.VersionReq;
import heddle.cargo.Workspace;
import heddle.cargo.resolve.Available;
import heddle.cargo.resolve.IndexCatalog;
import heddle.cargo.resolve.Latest;
import heddle.cargo.resolve.LockChanges;
import heddle.cargo.resolve.Locking;
import heddle.cargo.resolve.MemberRust;
import heddle.cargo.resolve.ReadLocking;
import heddle.cargo.resolve.RegistrySources;
import heddle.cargo.resolve.Resolved;
import heddle.cargo.resolve.Summary;
import heddle.engine.BuildException;
import heddle.fetch.Shelf;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.world.ReadText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The lock of one workspace: chooses versions and writes them, for the commands that ask for it and
 * for those that find the lock missing or stale. It sees the workspace as it was when this was
 * opened.
 */
public final class Locks {
  private final Equipment with;
  private final ReadLocking.Found found;
  private final boolean ignoringRust;
  private final Map<SourceId, String> commits = new HashMap<>();
  private Optional<RegistrySources> sources = Optional.empty();

  /** Only the version: what rustc is built for would need a C compiler and its cfg. */
  private Optional<Version> rustc = Optional.empty();

  private Locks(Equipment with, ReadLocking.Found found, boolean ignoringRust) {
    this.with = with;
    this.ignoringRust = ignoringRust;
    this.found = found;
  }

  /**
   * @param ignoringRust whether no version of Rust counts, whatever the configuration says
   */
  static Locks open(Equipment with, boolean ignoringRust)
      throws ProblemException, BuildException, InterruptedException {
    return new Locks(
        with, with.evaluate(new ReadLocking(with.manifest(), with.reading())), ignoringRust);
  }

  /** The workspace and its lock as they were. */
  public ReadLocking.Found found() {
    return found;
  }

  public Workspace workspace() {
    return found.workspace();
  }

  /** Keeps for the next command what was found out of the registries. */
  public void keep() throws ProblemException {
    if (sources.isPresent()) {
      sources.get().keep();
    }
  }

  /** From now on packages of this repository come from this revision. */
  public void fix(SourceId repository, String revision) {
    commits.put(repository, revision);
  }

  /** Chooses versions; {@code keep} says whether the lock that is there counts. */
  public Resolved choose(boolean keep, Locking.Change change)
      throws ProblemException, BuildException, InterruptedException {
    return locking(keep).resolve(change);
  }

  /**
   * What a command that only needed a lock says of a choice: nothing if no package came; else how
   * many, and, where there was a lock, which.
   */
  public List<LockChanges.Line> report(Resolved resolved)
      throws ProblemException, BuildException, InterruptedException {
    boolean before = found.lock().isPresent();
    LockChanges changes = before ? changes(resolved, false) : added(resolved);
    var lines = new ArrayList<LockChanges.Line>();
    if (changes.chosen() == 0) {
      return lines;
    }
    lines.add(headline(changes));
    Available available = available(resolved, Locking.Change.NONE);
    for (LockChanges.Line line : changes.lines()) {
      if (line.now().isPresent() && !line.isUnchanged()) {
        Optional<Available.Note> note = available.note(line.now().get());
        if (before || note.isPresent()) {
          lines.add(line.with(note));
        }
      }
    }
    return lines;
  }

  /** A choice as if there had been no lock. */
  public LockChanges added(Resolved resolved) {
    return LockChanges.between(Optional.empty(), resolved, workspace(), false);
  }

  /** What is to be said of the packages of a choice. */
  public Available available(Resolved resolved, Locking.Change change)
      throws ProblemException, BuildException, InterruptedException {
    return locking(true).available(resolved, change, honorsRust(), Optional.of(rustc()));
  }

  /** How many packages were chosen, in cargo's words. */
  public LockChanges.Line headline(LockChanges changes)
      throws ProblemException, BuildException, InterruptedException {
    long chosen = changes.chosen();
    String s = chosen == 1 ? "" : "s";
    String rust = suits().map(version -> " Rust " + version).orElse("");
    return new LockChanges.Line(
        "Locking", chosen + " package" + s + " to latest" + rust + " compatible version" + s);
  }

  /** How a choice differs from the lock that is there, with or without members. */
  public LockChanges changes(Resolved resolved, boolean members) {
    return LockChanges.between(found.lock(), resolved, workspace(), members);
  }

  /** The registry of this name; the public one without a name. */
  public SourceId registry(Optional<String> name) throws ProblemException {
    if (name.isEmpty() || name.get().equals("crates-io")) {
      return SourceId.cratesIo();
    }
    return Optional.ofNullable(registries(with.config()).get(name.get()))
        .orElseThrow(() ->
            new ProblemException(
                Problem.of(
                    "registry index was not found in any configuration: `" + name.get() + "`")));
  }

  /** Of a crate of a registry, the version that a package gets where none was asked for. */
  public Latest latest(SourceId registry, String key, String name, Package pkg)
      throws ProblemException, BuildException, InterruptedException {
    Optional<String> said = pkg.manifest().about().rustVersion();
    Optional<Version> rust = Optional.empty();
    if (!ignoringRust) {
      Version own = said.isPresent() ? MemberRust.full(said.get()) : rustc();
      rust = Optional.of(Version.of(own.major(), own.minor(), own.patch()));
    }
    return locking(false).latest(registry, key, name, pkg, rust);
  }

  /** Of a crate of a registry, the oldest version that a requirement takes. */
  public Optional<Summary> oldest(SourceId registry, String name, String requirement)
      throws ProblemException, BuildException, InterruptedException {
    return locking(false).oldest(registry, name, VersionReq.parse(requirement));
  }

  /**
   * Writes the lock if it changes and may; says whether it changed. Another process sees the old
   * text or the new one.
   */
  public boolean write(Resolved resolved, boolean keep)
      throws ProblemException, BuildException, InterruptedException, IOException {
    Optional<String> old = found.text().map(Source::text);
    String text = locking(keep).text(resolved, old);
    if (old.isPresent() && old.get().equals(text)) {
      return false;
    }
    if (with.order().request().locked()) {
      if (found.lock().isPresent()
          && locking(keep)
              .saysSame(found.lock().get(), Lock.parse(new Source("Cargo.lock", text)))) {
        return false;
      }
      String flag = with.order().frozen() ? "--frozen" : "--locked";
      String action = old.isPresent() ? "update" : "create";
      throw new ProblemException(
          Problem.of(
                  "cannot "
                      + action
                      + " the lock file "
                      + found.lockFile()
                      + " because "
                      + flag
                      + " was passed to prevent this")
              .withHelp(
                  "to generate the lock file without accessing the network, remove the "
                      + flag
                      + " flag and use --offline instead."));
    }
    write(found.lockFile(), text);
    return true;
  }

  /** Writes a file of the workspace. */
  public void write(Path file, String text) throws IOException {
    with.depot().write(file, text.getBytes(StandardCharsets.UTF_8));
    with.observation().wrote(file);
  }

  /**
   * The same with a lock that is not written: what would be chosen without one. For an update that
   * is asked to start from somewhere.
   */
  public Locks supposing() throws ProblemException, BuildException, InterruptedException {
    Resolved chosen = choose(false, Locking.Change.NONE);
    String text = locking(false).text(chosen, Optional.empty());
    var supposed =
        new ReadLocking.Found(
            workspace(),
            found.lockFile(),
            Optional.empty(),
            Optional.of(Lock.parse(new Source("Cargo.lock", text))));
    var locks = new Locks(with, supposed, ignoringRust);
    locks.sources = sources;
    return locks;
  }

  /** The package of a directory, whether or not the workspace knows it. */
  public Package at(Path directory) throws ProblemException, BuildException, InterruptedException {
    Path manifest = directory.resolve("Cargo.toml");
    read(manifest);
    for (Package member : workspace().members()) {
      if (member.root().equals(directory)) {
        return member;
      }
    }
    return with.evaluate(new ReadPackage(directory, SourceId.path(directory), with.reading()));
  }

  /** The packages of a git repository, at the commit that its reference leads to. */
  public List<Package> in(SourceId repository)
      throws ProblemException, BuildException, InterruptedException {
    CrateSources.Checkout checkout = with.sources().checkout(repository);
    SourceId source = repository.at(checkout.commit());
    return with.evaluate(new FindPackages(checkout.folder(), source, with.reading()));
  }

  /** A manifest as it is now. */
  public Source read(Path file) throws ProblemException, BuildException, InterruptedException {
    return with.engine()
        .evaluate(new ReadText(file))
        .orElseThrow(() -> new ProblemException(Problem.of("`" + file + "` cannot be read")));
  }

  /** The words for what versions were chosen to suit: a version of Rust, where one counts. */
  public Optional<String> suits() throws ProblemException, BuildException, InterruptedException {
    List<Version> rust = rust();
    if (rust.isEmpty()) {
      return Optional.empty();
    }
    Version lowest = rust.stream().min(Version::compareTo).orElseThrow();
    return workspace().members().stream()
        .flatMap(member -> member.manifest().about().rustVersion().stream())
        .filter(text -> (lowest.toString() + ".").startsWith(text + "."))
        .findFirst()
        .or(() -> Optional.of(lowest.toString()));
  }

  private Locking locking(boolean keep)
      throws ProblemException, BuildException, InterruptedException {
    if (sources.isEmpty()) {
      Optional<IndexCatalog.Here> here = Optional.empty();
      if (with.order().offline()) {
        Shelf shelf = with.sources().shelf();
        here = Optional.of((id, sum) -> shelf.has(id.name(), id.version().toString(), sum));
      }
      sources =
          Optional.of(
              new RegistrySources(
                  with.config(),
                  here,
                  new FolderCatalogs(with.sources(), with.engine(), with.reading(), commits)));
    }
    return new Locking(
        workspace(),
        sources.get(),
        keep ? found.lock() : Optional.empty(),
        rust(),
        registries(with.config()));
  }

  private static Map<String, SourceId> registries(Config config) throws ProblemException {
    var registries = new HashMap<String, SourceId>();
    Optional<ConfigValue.Table> table = config.table("registries");
    for (String name : table.map(t -> t.entries().keySet()).orElse(Set.of())) {
      config
          .text("registries", name, "index")
          .ifPresent(url -> registries.put(name, SourceId.registry(url.value())));
    }
    return registries;
  }

  /**
   * The versions of Rust that candidates should suit: with resolver 3, or where it is asked for.
   */
  private List<Version> rust() throws ProblemException, BuildException, InterruptedException {
    if (!honorsRust()) {
      return List.of();
    }
    boolean said =
        workspace().members().stream()
            .map(Package::manifest)
            .anyMatch(manifest -> manifest.about().rustVersion().isPresent());
    return new MemberRust(workspace().members())
        .versions(said ? Optional.empty() : Optional.of(rustc()));
  }

  private boolean honorsRust() throws ProblemException {
    if (ignoringRust) {
      return false;
    }
    Optional<String> asked =
        with.config().text("resolver", "incompatible-rust-versions").map(Setting::value);
    return asked
        .map(value -> value.equals("fallback"))
        .orElse(workspace().resolver() == ResolverVersion.V3);
  }

  private Version rustc() throws ProblemException, BuildException, InterruptedException {
    if (rustc.isEmpty()) {
      try {
        rustc = Optional.of(new Inquiries(with).rustcVersion());
      } catch (IOException e) {
        throw new ProblemException(Problem.of("rustc cannot be asked: " + e.getMessage()));
      }
    }
    return rustc.get();
  }
}
