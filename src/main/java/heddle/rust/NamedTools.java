package heddle.rust;

import heddle.platform.toolchain.CompilerProper;
import heddle.platform.toolchain.Surroundings;
import heddle.platform.toolchain.ToolName;
import heddle.process.SystemView;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The C tools that the user's environment names, by PATH and by variables such as {@code CC}, as
 * what they are and not as they are called: a link to gcc is gcc. A key that rests on this in place
 * of the text is right for a result that does not hold the text, which is to be looked for in it.
 *
 * <p>A folder counts as nothing but another place for tools only if a program that looks around
 * itself would find nothing there: its files are all links to tools that are found without it, and
 * beside it is nothing of an installation.
 */
final class NamedTools {
  /** So many files no folder has that is just another place. */
  private static final int FEW = 64;

  private static final Set<String> INSTALLED =
      Set.of("etc", "include", "lib", "lib32", "lib64", "libexec", "pyvenv.cfg", "share");

  private final Machine machine;
  private final Map<String, String> environment;
  private final Surroundings surroundings;
  private final List<String> folders;
  private final String path;

  NamedTools(Machine machine, Map<String, String> environment, Path directory) throws IOException {
    this.machine = machine;
    this.environment = Map.copyOf(environment);
    this.folders = List.of(environment.getOrDefault("PATH", "").split(":", -1));
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < folders.size(); i++) {
      String each = folders.get(i);
      if (!kept.contains(each) && !changesNothing(each, folders.subList(i + 1, folders.size()))) {
        kept.add(each);
      }
    }
    this.path = String.join(":", kept);
    Map<String, String> plain = new HashMap<>(environment);
    if (environment.containsKey("PATH")) plain.put("PATH", path);
    this.surroundings = new ToolSurroundings(machine, plain, directory);
  }

  /** PATH without what changes nothing that is found by it. */
  String path() {
    return path;
  }

  /** The machine with such a PATH. */
  Surroundings surroundings() {
    return surroundings;
  }

  /** The folders of PATH as they stand there, by which a text would tell one from another. */
  Set<String> folders() {
    Set<String> all = new TreeSet<>(folders);
    all.removeIf(each -> !each.startsWith("/") || each.equals("/"));
    return all;
  }

  /** By what a text would tell that this value of a tool's variable was seen. */
  Optional<String> trace(String variable) {
    return word(variable)
        .map(word -> word.substring(0, Math.max(word.lastIndexOf('/'), 0)))
        .flatMap(folder -> folder.isEmpty() ? word(variable) : Optional.of(folder));
  }

  /** The folders of tools that variables name, for whoever gets these variables. */
  List<Path> places(Set<String> variables) throws IOException {
    List<Path> programs = new ArrayList<>();
    for (String each : variables) {
      if (!ToolName.isVariable(each)) continue;
      Optional<Path> file = word(each).flatMap(NamedTools::absolute);
      if (file.isEmpty() || !machine.exists(file.get())) continue;
      programs.add(file.get());
      machine.real(file.get()).ifPresent(programs::add);
    }
    return ToolFolders.around(programs, Optional.ofNullable(environment.get("HOME")).map(Path::of));
  }

  /**
   * The state of a variable that names a tool: what the tool is, if the name may be another, else
   * the text with it.
   */
  String state(String variable) throws IOException {
    String text = environment.get(variable);
    if (text == null) return "-";
    Optional<String> word = word(variable);
    Optional<Path> file = word.isEmpty() ? Optional.empty() : file(word.get());
    if (file.isEmpty()) return "=" + text;
    Path called = file.get();
    machine.look(called, false);
    Optional<Path> real = machine.real(called);
    if (real.isEmpty()) return "=" + text;
    machine.look(real.get(), false);
    String name = String.valueOf(called.getFileName());
    String own = String.valueOf(real.get().getFileName());
    String digest = digest(real.get(), own);
    return ToolName.role(own).isPresent() && plain(called, real.get())
        ? "tool " + ToolName.meaning(name, own) + " " + real.get() + " " + digest
        : "=" + text + " " + digest;
  }

  private String digest(Path real, String name) throws IOException {
    String driver = machine.fileDigest(real).orElse("");
    boolean gcc = ToolName.role(name).filter(each -> each.equals("gcc")).isPresent();
    if (!gcc || isSystem(real)) return driver; // the system's files are keyed as such
    try {
      return CompilerProper.digest(surroundings, driver, real);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking " + real);
    } catch (Exception e) {
      throw new IOException("cannot ask " + real, e);
    }
  }

  /** The whole value, if that is one word and not several. */
  private Optional<String> word(String variable) {
    String text = environment.getOrDefault(variable, "");
    boolean single = !text.isEmpty() && text.chars().noneMatch(Character::isWhitespace);
    return single ? Optional.of(text) : Optional.empty();
  }

  private Optional<Path> file(String word) {
    if (word.indexOf('/') < 0) return found(word, folders);
    return absolute(word).filter(machine::exists);
  }

  /** Whether the folder that a tool is called in tells nothing. */
  private boolean plain(Path called, Path real) throws IOException {
    Path folder = called.resolveSibling("").normalize();
    if (isSystem(called) || folder.equals(real.resolveSibling("").normalize())) return true;
    return installsNothing(folder) && holdsOnlyLinks(folder, Optional.of(called), folders);
  }

  private boolean changesNothing(String text, List<String> rest) throws IOException {
    Optional<Path> folder = absolute(text);
    if (folder.isEmpty() || isSystem(folder.get())) return false;
    machine.look(folder.get(), false);
    if (!machine.exists(folder.get())) return true;
    return installsNothing(folder.get()) && holdsOnlyLinks(folder.get(), Optional.empty(), rest);
  }

  /** Who starts a program may look for more beside the folder, as CMake does. */
  private boolean installsNothing(Path folder) {
    Path above = folder.resolve("..").normalize();
    return INSTALLED.stream().noneMatch(each -> machine.exists(above.resolve(each)));
  }

  private boolean holdsOnlyLinks(Path folder, Optional<Path> but, List<String> rest)
      throws IOException {
    machine.look(folder, false);
    List<String> names = machine.list(folder);
    if (names.size() > FEW) return false;
    for (String name : names) {
      Path file = folder.resolve(name);
      if (but.isPresent() && but.get().equals(file)) continue;
      if (ToolName.role(name).isEmpty()) return false;
      List<String> others = new ArrayList<>(rest);
      others.remove(folder.toString());
      Optional<Path> other = found(name, others);
      if (other.isEmpty()) return false;
      machine.look(file, false);
      machine.look(other.get(), false);
      Optional<Path> real = machine.real(file);
      if (real.isEmpty() || !real.equals(machine.real(other.get()))) return false;
      if (ToolName.role(String.valueOf(real.get().getFileName())).isEmpty()) return false;
    }
    return true;
  }

  private Optional<Path> found(String name, List<String> places) {
    for (String each : places) {
      Optional<Path> file = absolute(each).map(folder -> folder.resolve(name));
      if (file.isPresent() && machine.exists(file.get())) return file;
    }
    return Optional.empty();
  }

  private static Optional<Path> absolute(String text) {
    try {
      return text.startsWith("/") ? Optional.of(Path.of(text)) : Optional.empty();
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /** Distributions install below /usr, users below /usr/local and /opt. */
  static boolean isSystem(Path program) {
    return SystemView.covers(program)
        && !program.startsWith("/usr/local")
        && !program.startsWith("/opt");
  }
}
