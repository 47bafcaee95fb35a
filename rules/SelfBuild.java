import heddle.engine.Context;
import heddle.engine.Task;
import heddle.rules.BytesOf;
import heddle.rules.Imported;
import heddle.rules.Jdk;
import heddle.rules.KeptBytes;
import heddle.rules.Product;
import heddle.rules.Run;
import heddle.rules.TextOf;
import heddle.rules.WorkspaceRoot;
import heddle.rules.Zip;
import heddle.store.Digest;
import heddle.world.Bytes;
import heddle.world.Kind;
import heddle.world.ListDirectory;
import heddle.world.ReadText;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Heddle builds Heddle: each room by a javac of its own that sees only the rooms it may, then one
 * jar, byte for byte the bootstrap's. A room is compiled again when its own files change, or what it
 * sees of a class that it uses.
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
      var sources = new TreeMap<String, Digest>();
      String place = SOURCES + "/" + name;
      c.get(new Below(c.get(new WorkspaceRoot()).resolve(place)))
          .forEach((path, digest) -> sources.put(place + "/" + path, digest));
      return c.get(new Classes(sources, c.get(new Rooms()).get(name), false, Map.of()));
    }
  }

  /**
   * The classes of these sources, by their path, compiled in the sight of what they name of these
   * rooms, and of what that names: another class that changes is no reason to compile them again.
   *
   * @param inside whether they see what only the packages of those rooms see, as tests do
   * @param jars what else they may use
   */
  record Classes(
      Map<String, Digest> sources, List<String> rooms, boolean inside, Map<String, Digest> jars)
      implements Task<Map<String, Digest>> {
    @Override
    public Map<String, Digest> run(Context c) throws Exception {
      var inputs = new TreeMap<>(sources);
      inputs.putAll(jars);
      c.get(new Named(sources, rooms, inside))
          .forEach((path, digest) -> inputs.put("api/" + path, digest));
      Jdk.Home jdk = c.get(new Jdk());
      var classPath = new ArrayList<>(List.of("api"));
      classPath.addAll(jars.keySet());
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
                  String.join(":", classPath),
                  "-d",
                  "out"));
      argv.addAll(new TreeMap<>(sources).keySet());
      var ran = c.get(new Run(argv, Map.of("JDK_VERSION", jdk.version()), inputs, List.of("out/")));
      return ran.directory("out/");
    }
  }

  /**
   * The classes of these rooms that the sources name, with all that those name in turn: their
   * headers by path.
   */
  record Named(Map<String, Digest> sources, List<String> rooms, boolean inside)
      implements Task<Map<String, Digest>> {
    /** A qualified name, and a package whose classes need none: its own, or an imported one. */
    private static final Pattern NAME =
        Pattern.compile("(?:\\bpackage +)?\\bheddle(?:\\.\\w+)+(?:\\.\\*)?");

    @Override
    public Map<String, Digest> run(Context c) throws Exception {
      var all = new TreeMap<String, Header.Made>();
      for (Map<String, Header.Made> api :
          c.all(rooms.stream().map(room -> new Api(room, inside)).toList())) {
        all.putAll(api);
      }
      var open = new ArrayDeque<String>();
      for (String text : c.all(sources.values().stream().map(TextOf::new).toList())) {
        for (var each = NAME.matcher(text); each.find(); ) name(each.group(), all.keySet(), open);
      }
      var named = new TreeMap<String, Digest>();
      while (!open.isEmpty()) {
        String path = open.pop();
        if (!all.containsKey(path) || named.containsKey(path)) continue;
        named.put(path, all.get(path).digest());
        all.get(path).names().forEach(each -> open.push(each + ".class"));
      }
      return named;
    }

    private static void name(String text, Set<String> known, ArrayDeque<String> into) {
      boolean all = text.startsWith("package") || text.endsWith("*");
      String name = text.replaceFirst("^package +", "").replaceFirst("\\.\\*$", "").replace('.', '/');
      for (String path : known) {
        if (all && path.substring(0, path.lastIndexOf('/')).equals(name)) into.push(path);
      }
      // `heddle.a.B.C.d` may be the class B of a with what it declares.
      for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
        into.push(name.substring(0, end) + ".class");
      }
      into.push(name + ".class");
    }
  }

  /** What others see of a room: the headers of its classes by path; see {@link Header}. */
  record Api(String room, boolean inside) implements Task<Map<String, Header.Made>> {
    /** Classes in bodies: nobody else can name them. */
    private static final Pattern LOCAL = Pattern.compile("\\$\\d");

    @Override
    public Map<String, Header.Made> run(Context c) throws Exception {
      var classes =
          c.get(new Room(room)).entrySet().stream()
              .filter(e -> !LOCAL.matcher(e.getKey()).find())
              .toList();
      var api = new TreeMap<String, Header.Made>();
      var headers = c.all(classes.stream().map(e -> new Header(e.getValue(), inside)).toList());
      for (int i = 0; i < classes.size(); i++) {
        api.put(classes.get(i).getKey(), headers.get(i));
      }
      return api;
    }
  }

  /**
   * A class without what those who use it do not see: bodies, lines, members that are private or,
   * for those outside its package, of the package.
   */
  record Header(Digest of, boolean inside) implements Task<Header.Made> {
    private static final int WIDE = ClassFile.ACC_PUBLIC | ClassFile.ACC_PROTECTED;
    private static final Pattern NAME = Pattern.compile("heddle/[\\w/$]+");

    /** The class file, and the classes of Heddle that it names. */
    record Made(Digest digest, List<String> names) {}

    @Override
    public Made run(Context c) throws Exception {
      var files = ClassFile.of(ClassFile.ConstantPoolSharingOption.NEW_POOL);
      ClassModel model = files.parse(c.get(new BytesOf(of)).toArray());
      var texts = texts(files.parse(stripped(files, model, List.of())));
      var inner = new ArrayList<InnerClassInfo>();
      for (var each : inner(model)) {
        String name = each.innerClass().asInternalName();
        boolean member = each.outerClass().isPresent() && !hidden(each.flagsMask());
        boolean mine = name.startsWith(model.thisClass().asInternalName());
        if (member && (mine || texts.stream().anyMatch(text -> text.contains(name)))) {
          inner.add(each);
        }
      }
      byte[] header = stripped(files, model, inner);
      var names = new TreeSet<String>();
      for (String text : texts(files.parse(header))) {
        for (var each = NAME.matcher(text); each.find(); ) names.add(each.group());
      }
      return new Made(c.get(new KeptBytes(new Bytes(header))), List.copyOf(names));
    }

    private static List<InnerClassInfo> inner(ClassModel model) {
      return model
          .findAttribute(Attributes.innerClasses())
          .map(InnerClassesAttribute::classes)
          .orElse(List.of());
    }

    private static Set<String> texts(ClassModel model) {
      var texts = new TreeSet<String>();
      for (PoolEntry each : model.constantPool()) {
        if (each instanceof Utf8Entry text) texts.add(text.stringValue());
      }
      return texts;
    }

    private byte[] stripped(ClassFile files, ClassModel model, List<InnerClassInfo> inner) {
      return files.transformClass(
          model,
          (builder, element) -> {
            switch (element) {
              case FieldModel field when hidden(field.flags().flagsMask()) -> {}
              case MethodModel method when hidden(method.flags().flagsMask()) -> {}
              case MethodModel method when method.methodName().equalsString("<clinit>") -> {}
              case MethodModel method ->
                  builder.transformMethod(
                      method,
                      (to, part) -> {
                        if (!(part instanceof CodeModel)) to.with(part);
                      });
              case SourceFileAttribute _, NestMembersAttribute _, NestHostAttribute _ -> {}
              case InnerClassesAttribute _ -> {
                if (!inner.isEmpty()) builder.with(InnerClassesAttribute.of(inner));
              }
              default -> builder.with(element);
            }
          });
    }

    /** An abstract method of the package says who can extend the class. */
    private boolean hidden(int flags) {
      boolean unseen = !inside && (flags & (WIDE | ClassFile.ACC_ABSTRACT)) == 0;
      return (flags & ClassFile.ACC_PRIVATE) != 0 || unseen;
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
