import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The one jump: compiles every room in one pass and writes one jar with its AOT cache.
 *
 * <p>The jar depends on the sources and the compiler only: sources sorted by path, entries sorted
 * and stored, one fixed time. It is put at {@code HOME/dist/<sha256 of the jar>-<JDK version>},
 * written aside and renamed, so that a reader sees a whole folder or none.
 *
 * <p>{@code java Bootstrap.java --root DIR --home DIR --jump DIR --jdk VERSION [--local DIR]}
 * builds; {@code java Bootstrap.java --tool ARTIFACT --root DIR --home DIR} unpacks one tool of
 * {@code tools.lock} and prints its folder; {@code java Bootstrap.java --jar FILE --root DIR}
 * writes the jar alone.
 */
public final class Bootstrap {
  /** Zip's epoch is 1980; the same local time everywhere keeps the bytes free of time zones. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private static final String MANIFEST =
      """
      Manifest-Version: 1.0\r
      Main-Class: heddle.cli.Main\r
      Enable-Native-Access: ALL-UNNAMED\r
      \r
      """;

  private Bootstrap() {}

  /** What stops the jump, in one line for the user. */
  private static final class Stop extends Exception {
    Stop(String message) {
      super(message);
    }
  }

  private record Options(TreeMap<String, String> values) {
    static Options of(String[] args) throws Stop {
      var values = new TreeMap<String, String>();
      for (int i = 0; i < args.length; i += 2) {
        if (!args[i].startsWith("--") || i + 1 == args.length) {
          throw new Stop("bootstrap: expected --name VALUE, got `" + args[i] + "`");
        }
        values.put(args[i].substring(2), args[i + 1]);
      }
      return new Options(values);
    }

    Path path(String name) throws Stop {
      return Path.of(text(name)).toAbsolutePath();
    }

    String text(String name) throws Stop {
      return find(name).orElseThrow(() -> new Stop("bootstrap: --" + name + " is missing"));
    }

    Optional<String> find(String name) {
      return Optional.ofNullable(values.get(name));
    }
  }

  public static void main(String[] args) {
    try {
      var options = Options.of(args);
      Path root = options.path("root");
      Optional<Path> local = options.find("local").or(() -> local()).map(Path::of);
      if (options.find("tool").isPresent()) {
        System.out.println(tool(options.text("tool"), root, options.path("home"), local));
      } else if (options.find("jar").isPresent()) {
        writeJar(options.path("jar"), compile(root, libraries(root, local)));
      } else {
        jump(root, options.path("home"), options.path("jump"), options.text("jdk"), local);
      }
    } catch (Stop stop) {
      System.err.println("error: " + stop.getMessage());
      System.exit(101);
    } catch (FileSystemException e) {
      String reason = Optional.ofNullable(e.getReason()).orElse(e.getClass().getSimpleName());
      System.err.println(
          "error: cannot write "
              + e.getFile()
              + " ("
              + reason
              + "); set HEDDLE_HOME to a folder that can be written");
      System.exit(101);
    } catch (IOException | InterruptedException e) {
      System.err.println("error: Heddle could not be built from its sources: " + e);
      System.exit(101);
    }
  }

  /** Where to take locked artifacts from when there is no network. */
  private static Optional<String> local() {
    return Optional.ofNullable(System.getenv("HEDDLE_BOOTSTRAP_LOCAL")).filter(s -> !s.isEmpty());
  }

  // ---- the jump

  private static final String INSTANT = "heddle.aot";
  private static final String BUILDING = "heddle-build.aot";
  private static final String LOCKING = "heddle-lock.aot";

  private static void jump(Path root, Path home, Path jump, String jdk, Optional<Path> local)
      throws Stop, IOException, InterruptedException {
    System.err.println("   Compiling Heddle with JDK " + jdk + " (once for these sources)");
    Files.createDirectories(jump);
    Path dist = Files.createDirectories(home.resolve("dist"));
    // The stamp is older than the first source that is read: an edit after it jumps again.
    Path stamp = Files.createTempFile(jump, "stamp", ".new");
    Path aside = Files.createTempDirectory(dist, ".new-");
    try {
      Path jar = aside.resolve("heddle.jar");
      writeJar(jar, compile(root, libraries(root, local)));
      String name = sha256(Files.readAllBytes(jar)) + "-" + jdk.replaceAll("[^A-Za-z0-9.+-]", "_");
      Path place = dist.resolve(name);
      if (!intact(place, jar)) {
        train(aside, home, root);
        publish(aside, place);
      }
      write(jump.resolve("current"), name + "\n");
      move(stamp, jump.resolve("stamp"));
      write(jump.resolve("seal"), "");
      prune(home);
    } finally {
      Files.deleteIfExists(stamp);
      delete(aside);
    }
  }

  /** True if the place holds the jar's bytes and caches that this JVM accepts. */
  private static boolean intact(Path place, Path jar) throws IOException, InterruptedException {
    Path there = place.resolve("heddle.jar");
    if (!Files.exists(there) || Files.mismatch(there, jar) != -1) return false;
    for (String name : List.of(INSTANT, BUILDING, LOCKING)) {
      Path cache = place.resolve(name);
      if (!Files.exists(cache) || !accepted(there, cache)) return false;
    }
    return true;
  }

  private static boolean accepted(Path jar, Path cache) throws IOException, InterruptedException {
    return run(
            List.of(
                java(),
                "-XX:AOTCache=" + cache,
                "-XX:AOTMode=on",
                "-XX:+VerifySharedSpaces",
                "-Xlog:disable",
                "-XX:+UseSerialGC",
                "-XX:ErrorFile=/dev/null",
                "-XX:-DumpReplayDataOnError",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                jar.toString(),
                "heddle.cli.Main",
                "version"))
        == 0;
  }

  /**
   * Renames the new folder into place; where a damaged or another process's folder stands, that one
   * goes aside first.
   */
  private static void publish(Path aside, Path place) throws IOException, InterruptedException {
    Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (int attempt = 0; ; attempt++) {
      try {
        Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (AtomicMoveNotSupportedException e) {
        throw e;
      } catch (FileSystemException e) {
        if (intact(place, aside.resolve("heddle.jar"))) return;
        if (attempt == 3) throw e;
        Path old = Files.createTempDirectory(place.getParent(), ".old-");
        try {
          Files.move(place, old.resolve("dist"), StandardCopyOption.ATOMIC_MOVE);
        } finally {
          delete(old);
        }
      }
    }
  }

  /**
   * Removes what no folder's jump names any more; an hour's grace is for starts that are under way.
   */
  private static void prune(Path home) throws IOException {
    try {
      pruneUnnamed(home);
    } catch (FileSystemException | UncheckedIOException e) {
      return; // another process jumps or prunes at this moment; the next jump prunes again
    }
  }

  private static void pruneUnnamed(Path home) throws IOException {
    var named = new HashSet<String>();
    for (Path current : list(home.resolve("jump"), "/current").values())
      named.add(Files.readString(current).strip());
    Instant old = Instant.now().minus(Duration.ofHours(1));
    try (Stream<Path> folders = Files.list(home.resolve("dist"))) {
      for (Path each : folders.toList()) {
        if (!named.contains(each.getFileName().toString())
            && Files.getLastModifiedTime(each).toInstant().isBefore(old)) delete(each);
      }
    }
  }

  /**
   * One training run makes a cache: one for commands that answer at once, one for those that build,
   * one for those that make locks. Heddle works without them, so a failure only costs time.
   */
  private static void train(Path folder, Path home, Path root)
      throws IOException, InterruptedException {
    // Not in the user's directory: the rules of a workspace there are none of training's business.
    Process instant = start(training(folder, INSTANT, home, root, List.of()), folder, Map.of());
    Path kept = folder.resolve("locking");
    Files.createDirectories(kept);
    var lock = List.of("locking");
    Process locking =
        start(training(folder, LOCKING, kept, root, lock), kept, Map.of("HOME", kept.toString()));
    Path workspace = root.resolve("bootstrap/training");
    if (Files.isDirectory(workspace)) {
      Path copy = folder.resolve("training");
      for (var file : list(workspace, "").entrySet()) {
        Path to = copy.resolve(file.getKey());
        Files.createDirectories(to.getParent());
        Files.copy(file.getValue(), to, StandardCopyOption.COPY_ATTRIBUTES);
      }
      var words = List.of(copy.toString());
      // Nothing of the user's own configuration may lead the run astray.
      var clean = Map.of("HOME", copy.toString());
      ended(start(training(folder, BUILDING, copy.resolve("home"), root, words), copy, clean));
      delete(copy);
    }
    ended(instant);
    ended(locking);
    delete(kept);
    for (String name : List.of(INSTANT, BUILDING, LOCKING)) {
      Files.deleteIfExists(folder.resolve(name + ".config"));
      Path cache = folder.resolve(name);
      if (Files.exists(cache))
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  private static List<String> training(
      Path folder, String cache, Path home, Path root, List<String> more) {
    // The cache records the class path it was made with; a moved jar of the same name is accepted.
    var command =
        new ArrayList<>(
            List.of(
                java(),
                "-XX:AOTCacheOutput=" + folder.resolve(cache),
                "-Xlog:disable",
                "-XX:+UseSerialGC",
                "-XX:ErrorFile=/dev/null",
                "-XX:-DumpReplayDataOnError",
                "--enable-native-access=ALL-UNNAMED",
                "-Dheddle.home=" + home,
                "-Dheddle.root=" + root,
                "-cp",
                folder.resolve("heddle.jar").toString(),
                "heddle.cli.Main",
                "--train"));
    command.addAll(more);
    return List.copyOf(command);
  }

  private static int run(List<String> command) throws IOException, InterruptedException {
    return ended(start(command, Path.of("/"), Map.of()));
  }

  /** Starts with the variables of this process, or with PATH and those given. */
  private static Process start(List<String> command, Path directory, Map<String, String> only)
      throws IOException {
    var builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    if (!only.isEmpty()) {
      builder.environment().keySet().retainAll(Set.of("PATH"));
      builder.environment().putAll(only);
    }
    builder
        .environment()
        .keySet()
        .removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
    return builder.start();
  }

  private static int ended(Process process) throws InterruptedException {
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      return -1;
    }
    return process.exitValue();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  // ---- compiling

  /** Entries of the jar by name: classes, and the files under src/main/resources. */
  private static TreeMap<String, byte[]> compile(Path root, List<Path> libraries)
      throws Stop, IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new Stop(
          System.getProperty("java.home")
              + " has no Java compiler (it is a JRE); set JAVA_HOME to a JDK");
    }
    Path sources = root.resolve("src/main/java");
    Path classes = Files.createTempDirectory("heddle-classes-");
    try {
      var options =
          new ArrayList<>(
              List.of(
                  "--release",
                  "25",
                  "-g:source,lines",
                  "-proc:none",
                  "-encoding",
                  "UTF-8",
                  "-nowarn",
                  "-d",
                  classes.toString()));
      if (!libraries.isEmpty()) {
        options.addAll(
            List.of("-cp", String.join(":", libraries.stream().map(Path::toString).toList())));
      }
      try (StandardJavaFileManager files =
          compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
        var units = new ArrayList<JavaFileObject>();
        files.getJavaFileObjectsFromPaths(list(sources, ".java").values()).forEach(units::add);
        if (!compiler.getTask(null, files, null, options, null, units).call()) {
          throw new Stop(
              "Heddle's sources in " + root + " do not compile; the lines above say where");
        }
      }
      var entries = new TreeMap<String, byte[]>();
      for (var library : libraries) merge(library, entries);
      for (var each : list(classes, "").entrySet())
        entries.put(each.getKey(), Files.readAllBytes(each.getValue()));
      Path resources = root.resolve("src/main/resources");
      if (Files.isDirectory(resources)) {
        for (var each : list(resources, "").entrySet())
          entries.put(each.getKey(), Files.readAllBytes(each.getValue()));
      }
      return entries;
    } finally {
      delete(classes);
    }
  }

  /**
   * The classes, services and licences of a library; its signatures and module name do not hold in
   * another jar.
   */
  private static void merge(Path library, TreeMap<String, byte[]> entries) throws IOException {
    try (var jar = new JarFile(library.toFile())) {
      for (var entry : jar.stream().toList()) {
        String name = entry.getName();
        if (entry.isDirectory()
            || name.endsWith("module-info.class")
            || name.equals(JarFile.MANIFEST_NAME)
            || name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)")) {
          continue;
        }
        try (InputStream in = jar.getInputStream(entry)) {
          entries.put(name, in.readAllBytes());
        }
      }
    }
  }

  private static TreeMap<String, Path> list(Path folder, String ending) throws IOException {
    var found = new TreeMap<String, Path>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(f -> f.toString().endsWith(ending) && Files.isRegularFile(f))
          .forEach(f -> found.put(folder.relativize(f).toString(), f));
    }
    return found;
  }

  private static void writeJar(Path jar, TreeMap<String, byte[]> entries) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(jar));
        var zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      entry(zip, JarFile.MANIFEST_NAME, MANIFEST.getBytes(StandardCharsets.UTF_8));
      for (var each : entries.entrySet()) entry(zip, each.getKey(), each.getValue());
    }
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    var crc = new CRC32();
    crc.update(bytes);
    var entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    entry.setSize(bytes.length);
    entry.setCompressedSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  // ---- locked artifacts

  /** One line of a lock file: Maven coordinates with the file's SHA-256. */
  private record Artifact(String coordinates, String sha256) {
    String file() {
      String[] c = coordinates.split(":", -1);
      return c.length == 5
          ? c[1] + "-" + c[2] + "-" + c[3] + "." + c[4]
          : c[1] + "-" + c[2] + "." + c[3];
    }

    String path() {
      String[] c = coordinates.split(":", -1);
      return c[0].replace('.', '/') + "/" + c[1] + "/" + c[2] + "/" + file();
    }
  }

  private static List<Artifact> lock(Path file) throws Stop, IOException {
    var artifacts = new ArrayList<Artifact>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) continue;
      String[] words = line.strip().split("\\s+");
      int parts = words[0].split(":", -1).length;
      if (words.length != 2 || parts < 4 || parts > 5 || !words[1].matches("[0-9a-f]{64}")) {
        throw new Stop(
            file
                + ":"
                + number
                + ": expected `group:artifact:version[:classifier]:extension sha256`");
      }
      artifacts.add(new Artifact(words[0], words[1]));
    }
    return artifacts;
  }

  private static List<Path> libraries(Path root, Optional<Path> local) throws Stop, IOException {
    var jars = new ArrayList<Path>();
    for (Artifact artifact : lock(root.resolve("bootstrap/libraries.lock"))) {
      jars.add(fetch(artifact, Files.createTempDirectory("heddle-libraries-"), local));
    }
    return jars;
  }

  /** The folder of an unpacked tool, fetched at most once: its name holds the hash. */
  private static Path tool(String artifact, Path root, Path home, Optional<Path> local)
      throws Stop, IOException {
    Artifact found =
        lock(root.resolve("bootstrap/tools.lock")).stream()
            .filter(a -> a.coordinates().contains(":" + artifact + ":"))
            .findFirst()
            .orElseThrow(() -> new Stop("bootstrap/tools.lock has no `" + artifact + "`"));
    Path place = home.resolve("tools").resolve(artifact + "-" + found.sha256());
    if (!Files.isDirectory(place)) {
      Path aside =
          Files.createTempDirectory(Files.createDirectories(home.resolve("tools")), ".new-");
      try {
        unzip(fetch(found, aside, local), aside.resolve("unpacked"));
        Files.move(aside.resolve("unpacked"), place, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException e) {
        if (!Files.isDirectory(place)) throw e; // else another process was first
      } finally {
        delete(aside);
      }
    }
    return place;
  }

  private static Path fetch(Artifact artifact, Path folder, Optional<Path> local)
      throws Stop, IOException {
    Path file = folder.resolve(artifact.file());
    if (local.isPresent()) {
      Path there = local.get().resolve(artifact.file());
      if (!Files.exists(there))
        throw new Stop(artifact.coordinates() + " is not in " + local.get());
      Files.copy(there, file, StandardCopyOption.REPLACE_EXISTING);
    } else {
      try (var client =
          HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
        HttpRequest request =
            HttpRequest.newBuilder(mavenCentral().resolve(artifact.path())).build();
        HttpResponse<Path> response =
            client.send(
                request,
                HttpResponse.BodyHandlers.ofFile(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        if (response.statusCode() != 200)
          throw new Stop(request.uri() + " answered " + response.statusCode());
      } catch (IOException | InterruptedException e) {
        throw new Stop(
            "cannot fetch "
                + artifact.coordinates()
                + " ("
                + e
                + "); --local DIR or HEDDLE_BOOTSTRAP_LOCAL names a folder that has "
                + artifact.file());
      }
    }
    String actual = sha256(Files.readAllBytes(file));
    if (!actual.equals(artifact.sha256())) {
      throw new Stop(
          artifact.coordinates()
              + " has the SHA-256 "
              + actual
              + ", the lock says "
              + artifact.sha256());
    }
    return file;
  }

  /**
   * Maven Central's address, as Maven's own super POM composes it from the name of the repository.
   */
  private static URI mavenCentral() {
    return URI.create("https://" + String.join(".", "repo", "maven", "apache", "org") + "/maven2/");
  }

  /** Unpacks a zip without its one top folder; an entry may not leave the folder. */
  private static void unzip(Path zip, Path folder) throws Stop, IOException {
    try (var in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        int slash = e.getName().indexOf('/');
        Path to = folder.resolve(e.getName().substring(slash + 1)).normalize();
        if (!to.startsWith(folder))
          throw new Stop(zip + " has an entry outside its folder: " + e.getName());
        if (e.isDirectory()) {
          Files.createDirectories(to);
        } else {
          Files.createDirectories(to.getParent());
          Files.copy(in, to);
          if (to.getParent().endsWith("bin")) {
            var modes = EnumSet.copyOf(Files.getPosixFilePermissions(to));
            modes.add(PosixFilePermission.OWNER_EXECUTE);
            Files.setPosixFilePermissions(to, modes);
          }
        }
      }
    }
  }

  // ---- files

  private static void write(Path file, String text) throws IOException {
    Path aside = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
    Files.writeString(aside, text);
    move(aside, file);
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) return;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path f : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(f);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
