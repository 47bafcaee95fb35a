import heddle.engine.Context;
import heddle.engine.Task;
import heddle.rules.BytesOf;
import heddle.rules.Imported;
import heddle.rules.Jdk;
import heddle.rules.KeptBytes;
import heddle.rules.Product;
import heddle.rules.Run;
import heddle.rules.WorkspaceRoot;
import heddle.rules.Zip;
import heddle.store.Digest;
import heddle.world.Bytes;
import heddle.world.Kind;
import heddle.world.ListDirectory;
import heddle.world.ReadText;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Heddle builds Heddle: each room by a javac of its own that sees only the rooms it may, then one
 * jar, byte for byte the bootstrap's. A room is compiled again when its own files change, or the
 * API of a room it may use.
 */
public final class SelfBuild {
  private SelfBuild() {}

  private static final String SOURCES = "src/main/java/heddle";

  /** Heddle's jar. */
  public record HeddleJar() implements Task<Product> {
    @Override
    public Product run(Context c) throws Exception {
      var rooms = List.copyOf(c.get(new Rooms()).keySet());
      var files = new TreeMap<String, Digest>();
      for (Map<String, Digest> classes : c.all(rooms.stream().map(Room::new).toList())) {
        files.putAll(classes);
      }
      Path resources = c.get(new WorkspaceRoot()).resolve("src/main/resources");
      c.get(new Below(resources)).forEach((path, digest) -> files.put(path, digest));
      return new Product(Map.of("heddle.jar", c.get(new Packed(files))));
    }
  }

  /** The rooms in the order of the architecture test's table, each with those it may use. */
  record Rooms() implements Task<Map<String, List<String>>> {
    private static final String TABLE = "src/test/java/heddle/architecture/Rooms.java";
    private static final Pattern ROW =
        Pattern.compile("rooms\\.put\\(\\s*\"(\\w+)\",\\s*List\\.of\\(([^)]*)\\)\\)");

    @Override
    public Map<String, List<String>> run(Context c) throws Exception {
      Path root = c.get(new WorkspaceRoot());
      String text = c.get(new ReadText(root.resolve(TABLE))).orElseThrow().text();
      var listing = c.get(new ListDirectory(root.resolve(SOURCES))).orElseThrow();
      var rooms = new LinkedHashMap<String, List<String>>();
      for (var row = ROW.matcher(text); row.find(); ) {
        var uses = new ArrayList<String>();
        for (String each : row.group(2).split(",", -1)) {
          String name = each.strip().replace("\"", "");
          if (listing.entries().containsKey(name)) uses.add(name);
        }
        if (listing.entries().containsKey(row.group(1))) rooms.put(row.group(1), uses);
      }
      for (String each : listing.entries().keySet()) {
        if (!rooms.containsKey(each)) throw new Exception("the room " + each + " is not in " + TABLE);
      }
      return rooms;
    }
  }

  /** All files below a directory, by path relative to it. */
  record Below(Path directory) implements Task<Map<String, Digest>> {
    @Override
    public Map<String, Digest> run(Context c) throws Exception {
      var files = new TreeMap<String, Digest>();
      var listing = c.get(new ListDirectory(directory));
      if (listing.isEmpty()) return files;
      for (var each : new TreeMap<>(listing.get().entries()).entrySet()) {
        Path path = directory.resolve(each.getKey());
        if (each.getValue() == Kind.DIRECTORY) {
          c.get(new Below(path)).forEach((name, d) -> files.put(each.getKey() + "/" + name, d));
        } else {
          files.put(each.getKey(), c.get(new Imported(path)).orElseThrow());
        }
      }
      return files;
    }
  }

  /** The classes of a room, by their path in the jar. */
  record Room(String name) implements Task<Map<String, Digest>> {
    @Override
    public Map<String, Digest> run(Context c) throws Exception {
      var inputs = new TreeMap<String, Digest>();
      Path place = c.get(new WorkspaceRoot()).resolve(SOURCES).resolve(name);
      var sources = new ArrayList<String>();
      c.get(new Below(place))
          .forEach(
              (path, digest) -> {
                inputs.put(SOURCES + "/" + name + "/" + path, digest);
                sources.add(SOURCES + "/" + name + "/" + path);
              });
      var uses = c.get(new Rooms()).get(name);
      for (Map<String, Digest> api : c.all(uses.stream().map(Api::new).toList())) {
        api.forEach((path, digest) -> inputs.put("api/" + path, digest));
      }
      Jdk.Home jdk = c.get(new Jdk());
      var argv =
          new ArrayList<>(
              List.of(
                  jdk.path() + "/bin/javac",
                  "-J-XX:+UseSerialGC",
                  "-J-XX:TieredStopAtLevel=1",
                  "--release",
                  "25",
                  "-g:source,lines",
                  "-proc:none",
                  "-encoding",
                  "UTF-8",
                  "-nowarn",
                  "-implicit:none",
                  "-cp",
                  "api",
                  "-d",
                  "out"));
      argv.addAll(sources);
      var ran = c.get(new Run(argv, Map.of("JDK_VERSION", jdk.version()), inputs, List.of("out/")));
      return ran.directory("out/");
    }
  }

  /** What other rooms see of a room: its classes without bodies and private members. */
  record Api(String room) implements Task<Map<String, Digest>> {
    /** Classes in bodies: nobody else can name them. */
    private static final Pattern LOCAL = Pattern.compile("\\$\\d");

    @Override
    public Map<String, Digest> run(Context c) throws Exception {
      var classes =
          c.get(new Room(room)).entrySet().stream()
              .filter(e -> !LOCAL.matcher(e.getKey()).find())
              .toList();
      var api = new TreeMap<String, Digest>();
      var headers = c.all(classes.stream().map(e -> new Header(e.getValue())).toList());
      for (int i = 0; i < classes.size(); i++) {
        api.put(classes.get(i).getKey(), headers.get(i));
      }
      return api;
    }
  }

  /** A class without bodies, private members and line numbers. */
  record Header(Digest of) implements Task<Digest> {
    @Override
    public Digest run(Context c) throws Exception {
      var files = ClassFile.of(ClassFile.ConstantPoolSharingOption.NEW_POOL);
      ClassModel model = files.parse(c.get(new BytesOf(of)).toArray());
      byte[] header =
          files.transformClass(
              model,
              (builder, element) -> {
                switch (element) {
                  case FieldModel field when hidden(field.flags().flagsMask()) -> {}
                  case MethodModel method when hidden(method.flags().flagsMask()) -> {}
                  case MethodModel method ->
                      builder.transformMethod(
                          method,
                          (to, part) -> {
                            if (!(part instanceof CodeModel)) to.with(part);
                          });
                  default -> builder.with(element);
                }
              });
      return c.get(new KeptBytes(new Bytes(header)));
    }

    private static boolean hidden(int flags) {
      return (flags & ClassFile.ACC_PRIVATE) != 0;
    }
  }

  /** The jar of these entries: stored, sorted, at one time, as the bootstrap writes it. */
  record Packed(Map<String, Digest> files) implements Task<Digest> {
    private static final String MANIFEST =
        """
        Manifest-Version: 1.0\r
        Main-Class: heddle.cli.Main\r
        Enable-Native-Access: ALL-UNNAMED\r
        \r
        """;

    @Override
    public Digest run(Context c) throws Exception {
      var names = List.copyOf(new TreeMap<>(files).keySet());
      var contents = c.all(names.stream().map(n -> new BytesOf(files.get(n))).toList());
      var entries = new ArrayList<Zip.Entry>();
      var manifest = new Bytes(MANIFEST.getBytes(StandardCharsets.UTF_8));
      entries.add(new Zip.Entry("META-INF/MANIFEST.MF", manifest));
      for (int i = 0; i < names.size(); i++) {
        entries.add(new Zip.Entry(names.get(i), contents.get(i)));
      }
      return c.get(new KeptBytes(new Zip(entries).bytes()));
    }
  }
}
