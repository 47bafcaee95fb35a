package heddle.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What one would write who wants a rule to do more than it may: each is refused before it is
 * loaded, with its class, its line and what it calls.
 */
class AttackTest {
  private static final String IMPORTS =
      "import heddle.engine.*; import heddle.rules.*; import heddle.world.*;"
          + " import java.nio.file.Path; import java.util.*; import java.util.function.*;\n";

  private static Compiled compile(String source) throws Exception {
    var place = Goals.class.getProtectionDomain().getCodeSource().getLocation();
    return new RuleCompiler(Path.of(place.toURI()).toString())
        .compile(
            List.of(new Source("Rule.java", source)),
            new RuleFile.Said(List.of(), Map.of(), Map.of(), List.of()));
  }

  private static String rule(String body) {
    return IMPORTS
        + "public record Rule() implements Task<Object> {\n"
        + "  public Object run(Context c) throws Exception {\n"
        + body
        + "\n  }\n}\n";
  }

  /** What is said of the source. */
  private static String refusal(String source) {
    var shown = new ArrayList<String>();
    assertThatThrownBy(() -> compile(source))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              for (Problem each : e.problems()) shown.addAll(each.lines("error"));
            });
    return String.join("\n", shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "return java.lang.invoke.MethodHandles.lookup(); | java.lang.invoke.MethodHandles.lookup",
        "return java.lang.invoke.MethodHandles.publicLookup().findStatic(System.class, \"exit\","
            + " java.lang.invoke.MethodType.methodType(void.class, int.class)); |"
            + " java.lang.invoke.MethodHandles.publicLookup",
        "java.lang.invoke.VarHandle v = null; v.setVolatile(3); return 1; |"
            + " java.lang.invoke.VarHandle.setVolatile",
        "return ServiceLoader.load(Runnable.class); | java.util.ServiceLoader.load",
        "new Thread(() -> {}).start(); return 1; | java.lang.Thread",
        "Thread.ofVirtual().start(() -> {}); return 1; | java.lang.Thread.ofVirtual",
        "return Thread.currentThread().getContextClassLoader(); | java.lang.Thread.currentThread",
        "System.exit(3); return 1; | java.lang.System.exit",
        "System.out.println(1); return 1; | java.lang.System.out",
        "return System.getProperty(\"user.home\"); | java.lang.System.getProperty",
        "return System.nanoTime(); | java.lang.System.nanoTime",
        "return System.identityHashCode(c); | java.lang.System.identityHashCode",
        "return Runtime.getRuntime().exec(\"ls\"); | java.lang.Runtime.exec",
        "return Runtime.version(); | java.lang.Runtime.version",
        "return ProcessHandle.current().pid(); | java.lang.ProcessHandle.current",
        "return new ProcessBuilder(\"ls\"); | java.lang.ProcessBuilder",
        "return Class.forName(\"java.lang.System\"); | java.lang.Class.forName",
        "return c.getClass().getDeclaredMethods(); | java.lang.Class.getDeclaredMethods",
        "return c.getClass().getDeclaredConstructor(); | java.lang.Class.getDeclaredConstructor",
        "return c.getClass().getResourceAsStream(\"/x\"); | java.lang.Class.getResourceAsStream",
        "return c.getClass().getModule(); | java.lang.Class.getModule",
        "return c.getClass().getProtectionDomain(); | java.lang.Class.getProtectionDomain",
        "return new ClassLoader() {}; | java.lang.ClassLoader",
        "return ClassLoader.getSystemClassLoader(); | java.lang.ClassLoader.getSystemClassLoader",
        "Function<String, String> f = System::getenv; return f.apply(\"HOME\"); |"
            + " java.lang.System.getenv",
        "Supplier<Object> f = java.util.concurrent.ThreadLocalRandom::current; return f.get(); |"
            + " java.util.concurrent.ThreadLocalRandom.current",
        "Function<String, Object> f = java.io.File::new; return f.apply(\"x\"); | java.io.File",
        "Runnable r = () -> { Runnable s = () -> System.gc(); s.run(); }; r.run(); return 1; |"
            + " java.lang.System.gc",
        "return String.format(\"%d\", 3); | java.lang.String.format",
        "return \"%d\".formatted(3); | java.lang.String.formatted",
        "return \"I\".toLowerCase(); | java.lang.String.toLowerCase",
        "return Locale.getDefault(); | java.util.Locale.getDefault",
        "return new Formatter(\"x\"); | java.util.Formatter",
        "return new Scanner(Path.of(\"x\")); | java.util.Scanner",
        "return new Random(); | java.util.Random",
        "return Math.random(); | java.lang.Math.random",
        "Collections.shuffle(new ArrayList<>()); return 1; | java.util.Collections.shuffle",
        "return new IdentityHashMap<>(); | java.util.IdentityHashMap",
        "return UUID.randomUUID(); | java.util.UUID.randomUUID",
        "return new Date(); | java.util.Date",
        "return java.time.LocalDate.now(); | java.time.LocalDate.now",
        "return java.time.Instant.now(); | java.time.Instant.now",
        "return java.time.Clock.systemUTC(); | java.time.Clock.systemUTC",
        "return java.nio.file.Files.exists(Path.of(\"x\")); | java.nio.file.Files.exists",
        "return Path.of(\"x\").toFile(); | java.nio.file.Path.toFile",
        "return Path.of(\"x\").toRealPath(); | java.nio.file.Path.toRealPath",
        "return Path.of(\"x\").getFileSystem(); | java.nio.file.Path.getFileSystem",
        "return Path.of(java.net.URI.create(\"jar:file:/x\")); | java.net.URI.create",
        "return new java.io.FileInputStream(\"x\"); | java.io.FileInputStream",
        "return new java.io.PrintWriter(\"x\"); | java.io.PrintWriter",
        "return new java.io.ObjectInputStream(null).readObject(); | java.io.ObjectInputStream",
        "return new java.net.Socket(\"localhost\", 80); | java.net.Socket",
        "return java.net.http.HttpClient.newHttpClient(); | java.net.http.HttpClient",
        "return java.lang.ref.Cleaner.create(); | java.lang.ref.Cleaner.create",
        "return new java.lang.ref.WeakReference<>(c); | java.lang.ref.WeakReference",
        "return StackWalker.getInstance(); | java.lang.StackWalker.getInstance",
        "return java.lang.foreign.Linker.nativeLinker(); | java.lang.foreign.Linker",
        "return java.lang.reflect.Proxy.getProxyClass(null); | java.lang.reflect.Proxy",
        "return javax.tools.ToolProvider.getSystemJavaCompiler(); | javax.tools.ToolProvider",
        "return java.lang.classfile.ClassFile.of().parse(Path.of(\"x\")); |"
            + " java.lang.classfile.ClassFile.parse",
        "return java.lang.classfile.ClassHierarchyResolver.ofClassLoading((ClassLoader) null); |"
            + " java.lang.classfile.ClassHierarchyResolver.ofClassLoading",
        "return java.lang.constant.ClassDesc.of(\"x\").resolveConstantDesc(null); |"
            + " java.lang.constant.ClassDesc.resolveConstantDesc",
        "return List.of(1).parallelStream().toList(); | java.util.List.parallelStream",
        "return Integer.getInteger(\"x\"); | java.lang.Integer.getInteger",
        "synchronized (c) { return 1; } | takes a lock",
        "c.wait(); return 1; | java.lang.Object.wait",
        "new Exception().printStackTrace(); return 1; | java.lang.Exception.printStackTrace",
        "return new ThreadLocal<String>(); | java.lang.ThreadLocal",
        "return heddle.store.Digest.of(Path.of(\"x\")); | heddle.store.Digest.of",
        "return heddle.store.Store.open(Path.of(\"x\")); | heddle.store.Store.open",
        "return heddle.process.Foreground.run(List.of(), Map.of(), Path.of(\"x\")); |"
            + " heddle.process.Foreground.run",
        "return new heddle.process.RunAction(null); | heddle.process.RunAction",
        "return heddle.process.Action.of(List.of(\"x\"), Map.of(), List.of(), \"/\"); |"
            + " heddle.process.Action.of",
        "return new Engine(Handlers.none()); | heddle.engine.Engine",
        "return new ReadText(Path.of(\"x\")).run(c); | heddle.world.ReadText.run",
        "Task<?> t = new ReadText(Path.of(\"x\")); return t.run(c); | heddle.engine.Task.run",
        "Function<Context, Object> f = x -> 1; Context.Branch<Task<?>, Object> b ="
            + " (d, t) -> t.run(d); return f; | heddle.engine.Task.run",
        "Original<?> o = new Original<>(new ReadText(Path.of(\"x\"))); return o.run(c); |"
            + " heddle.engine.Original.run",
        "return \"\" + Path.of(\"x\").toUri(); | java.nio.file.Path.toUri",
        "return new Exception().getStackTrace().length; | java.lang.Exception.getStackTrace",
        "return java.security.MessageDigest.getInstance(\"MD5\").getProvider(); |"
            + " java.security.MessageDigest.getProvider",
        "return java.lang.classfile.ClassFile.of().verify(Path.of(\"x\")); |"
            + " java.lang.classfile.ClassFile.verify",
        "java.lang.classfile.ClassFile.of().buildTo(Path.of(\"x\"),"
            + " java.lang.constant.ClassDesc.of(\"X\"), b -> {}); return 1; |"
            + " java.lang.classfile.ClassFile.buildTo",
        "return java.util.stream.StreamSupport.stream(List.of(1).spliterator(), true); |"
            + " java.util.stream.StreamSupport",
        "return List.of(1).stream().parallel(); | java.util.stream.Stream.parallel",
        "var a = new int[9]; Arrays.parallelSort(a); return 1; | java.util.Arrays.parallelSort",
        "new Properties().store(new java.io.StringWriter(), \"\"); return 1; |"
            + " java.util.Properties.store",
        "return java.nio.charset.Charset.defaultCharset(); |"
            + " java.nio.charset.Charset.defaultCharset",
        "return \"x\".getBytes(); | java.lang.String.getBytes",
        "return new String(new byte[1]); | java.lang.String",
        "return new java.io.ByteArrayOutputStream().toString(); |"
            + " java.io.ByteArrayOutputStream.toString",
        "return Locale.ROOT.getDisplayName(); | java.util.Locale.getDisplayName",
        "return Objects.toIdentityString(c); | java.util.Objects.toIdentityString",
        "return new Object().hashCode(); | java.lang.Object.hashCode",
        "Function<Object, Object> f = Object::hashCode; return f; | java.lang.Object.hashCode",
        "enum E { A } return E.A.hashCode(); | java.lang.Enum.hashCode",
        "return String.class.hashCode(); | java.lang.Object.hashCode",
        "new java.util.zip.ZipOutputStream(null).putNextEntry(null); return 1; |"
            + " java.util.zip.ZipOutputStream",
        "return new java.util.zip.ZipEntry(\"x\").getTime(); | java.util.zip.ZipEntry",
        "return new java.util.zip.ZipFile(\"x\"); | java.util.zip.ZipFile",
        "return new java.util.jar.JarFile(\"x\"); | java.util.jar.JarFile",
        "return new java.net.URLClassLoader(null); | java.net.URLClassLoader",
        "return new java.net.URL(\"http://x\").openStream(); | java.net.URL",
        "return new java.io.File(\".\").list(); | java.io.File",
        "return java.nio.channels.FileChannel.open(Path.of(\"x\")); |"
            + " java.nio.channels.FileChannel.open",
        "return java.nio.file.FileSystems.getDefault(); | java.nio.file.FileSystems.getDefault",
        "return TimeZone.getDefault(); | java.util.TimeZone.getDefault",
        "return Calendar.getInstance(); | java.util.Calendar.getInstance",
        "return java.time.ZoneId.systemDefault(); | java.time.ZoneId.systemDefault",
        "return java.time.ZonedDateTime.now(); | java.time.ZonedDateTime.now",
        "return java.time.Year.now(); | java.time.Year.now",
        "return java.text.NumberFormat.getInstance(); | java.text.NumberFormat",
        "return new java.security.SecureRandom(); | java.security.SecureRandom",
        "return java.util.random.RandomGenerator.getDefault(); |"
            + " java.util.random.RandomGenerator.getDefault",
        "return new SplittableRandom(); | java.util.SplittableRandom",
        "return new WeakHashMap<>(); | java.util.WeakHashMap",
        "return new java.util.concurrent.CompletableFuture<>(); |"
            + " java.util.concurrent.CompletableFuture",
        "return java.util.concurrent.ForkJoinPool.commonPool(); |"
            + " java.util.concurrent.ForkJoinPool",
        "return new java.util.concurrent.atomic.AtomicInteger(); |"
            + " java.util.concurrent.atomic.AtomicInteger",
        "return new java.util.concurrent.locks.ReentrantLock(); |"
            + " java.util.concurrent.locks.ReentrantLock",
        "new Timer().cancel(); return 1; | java.util.Timer",
        "return java.util.logging.Logger.getLogger(\"x\"); | java.util.logging.Logger",
        "return java.util.prefs.Preferences.userRoot(); | java.util.prefs.Preferences",
        "return java.lang.management.ManagementFactory.getRuntimeMXBean(); |"
            + " java.lang.management.ManagementFactory",
        "return javax.script.ScriptEngine.FILENAME + new javax.script.ScriptEngineManager(); |"
            + " javax.script.ScriptEngineManager",
        "return ModuleLayer.boot(); | java.lang.ModuleLayer.boot",
        "return ScopedValue.newInstance(); | java.lang.ScopedValue",
        "java.lang.foreign.MemorySegment.ofAddress(0).reinterpret(8); return 1; |"
            + " java.lang.foreign.MemorySegment",
        "return sun.misc.Unsafe.getUnsafe(); | sun.misc.Unsafe",
        "Class<?> k = Runtime.class; return k; | java.lang.Runtime",
        "Object[] a = new Thread[0]; return a; | java.lang.Thread",
        "Object[] a = new Thread[0][0]; return a; | java.lang.Thread",
        "Supplier<Thread> s = () -> null; return s; | java.lang.Thread",
      })
  void a_call_is_refused_with_class_line_and_name(String body, String call) {
    assertThat(refusal(rule(body)))
        .contains("`Rule")
        .contains(call)
        .contains("Rule.java:4:")
        .contains("4 | " + body.substring(0, Math.min(60, body.length())));
  }

  @Test
  void code_that_runs_when_a_class_is_loaded_is_looked_at_too() {
    String head = IMPORTS + "public record Rule() implements Task<Object> {\n";
    String run = "  public Object run(Context c) { return X; }\n}\n";
    assertThat(refusal(head + "  static final long X = System.nanoTime();\n" + run))
        .contains("Rule.java:3", "java.lang.System.nanoTime");
    assertThat(refusal(head + "  static final int X;\n  static { System.exit(X = 1); }\n" + run))
        .contains("Rule.java:4", "java.lang.System.exit");
  }

  @Test
  void nested_local_and_anonymous_classes_are_looked_at_too() {
    String nested =
        """
          static class In { class Deep { void go() {
            System.gc(); } } }
          public Object run(Context c) {
            class Local { Object o = System.in; }
            return new Object() { public String toString() { return System.lineSeparator(); } };
          }
        }
        """;
    assertThat(refusal(IMPORTS + "public record Rule() implements Task<Object> {\n" + nested))
        .contains("`Rule.In.Deep` uses `java.lang.System.gc`", "Rule.java:4")
        .contains("`Rule.1Local` uses `java.lang.System.in`", "Rule.java:6")
        .contains("`Rule.1` uses `java.lang.System.lineSeparator`", "Rule.java:7");
  }

  @Test
  void what_is_inherited_is_refused_by_any_name() {
    String source =
        rule("throw new Own();") + "class Own extends Exception { Own() {\n printStackTrace(); } }";
    assertThat(refusal(source)).contains("java.lang.Exception.printStackTrace", "Rule.java:8");
    String waits =
        rule("return new Own();") + "class Own { void go() throws Exception {\n wait(); } }";
    assertThat(refusal(waits)).contains("java.lang.Object.wait", "Rule.java:8");
  }

  @Test
  void a_class_cannot_extend_what_it_may_not_name() {
    assertThat(refusal(rule("return 1;") + "\nclass Own extends ClassLoader {}"))
        .contains("`Own` uses `java.lang.ClassLoader`".replace("uses", "makes a"), "Rule.java:8");
    assertThat(refusal(rule("return 1;") + "\nclass Own extends Thread {}"))
        .contains("java.lang.Thread", "Rule.java:8");
    String external = "\nabstract class Own implements java.io.Externalizable {}";
    assertThat(refusal(rule("return 1;") + external)).contains("java.io.Externalizable");
  }

  @Test
  void a_class_cannot_pass_for_one_of_heddles() {
    assertThat(refusal("package heddle.process;\nclass Sandbox { int x; }\n"))
        .contains("`heddle.process.Sandbox` has a name that is Heddle's own", "Rule.java:2");
    for (String each : List.of("HeddleGoals", "heddle", "java")) {
      assertThat(refusal("class " + each + " { int x; }\n"))
          .contains("`" + each + "` has a name that is Heddle's own");
    }
  }

  @Test
  void only_heddle_observes_and_keeps() {
    for (String each : List.of("Input<String>", "Intrinsic<String>")) {
      String source =
          IMPORTS
              + "public record Rule() implements "
              + each
              + " {\n  public String run(Context c) { return \"\"; }\n}\n";
      assertThat(refusal(source))
          .contains("`Rule` implements `heddle.engine." + each.replaceAll("<.*", ""));
    }
    String durable =
        IMPORTS
            + """
            public record Rule() implements Durable<String> {
              public String run(Context c) { return ""; }
              public String key() { return "rules/3 another's"; }
              public String encode(String value) { return value; }
              public String decode(String text) { return text; }
            }
            """;
    assertThat(refusal(durable)).contains("`Rule` implements `heddle.engine.Durable`");
  }

  @Test
  void nothing_is_kept_from_run_to_run() {
    String source =
        IMPORTS
            + """
            public record Rule() implements Task<Object> {
              static int count;
              static final List<String> LOG = new ArrayList<>();
              static final int[] CELLS = new int[3];
              static final Map<String, String> TAKEN = Collections.unmodifiableMap(new HashMap<>());
              static final StringBuilder TEXT = new StringBuilder();
              static final Object ANY = new Object();
              public Object run(Context c) { return LOG.add(TEXT.toString() + count++ + ANY + TAKEN + CELLS[0]); }
              protected void finalize() {}
            }
            """;
    String said = refusal(source);
    assertThat(said).contains("the static field `count`, which is not final", "a finalizer");
    for (String each : List.of("LOG", "CELLS", "TAKEN", "TEXT", "ANY")) {
      assertThat(said).contains("the static field `" + each + "`, whose value can change");
    }
  }

  @Test
  void nothing_is_kept_in_constants_of_enums_and_records() {
    String source =
        IMPORTS
            + """
            public record Rule(boolean from) implements Task<Object> {
              enum Counter { ONE; int count; final int[] cells = new int[1]; }
              enum Bodied { ONE { int inner; public String toString() { return "" + inner++; } } }
              record Box(StringBuilder text) {}
              record Late(List<String> all) { Late(List<String> all) { this.all = all; all = List.copyOf(all); } }
              record Perhaps(List<String> all) { Perhaps { if (all.isEmpty()) all = List.copyOf(all); } }
              static final Box BOX = new Box(new StringBuilder());
              static final Late LATE = new Late(new ArrayList<>());
              static final Perhaps PERHAPS = new Perhaps(new ArrayList<>());
              static final List<String> EITHER = LATE.all().isEmpty() ? new ArrayList<>() : List.of();
              static final List<StringBuilder> INNER = List.of(new StringBuilder());
              static final List RAW = List.of(new StringBuilder());
              static final Function<String, Boolean> ADD = new ArrayList<String>()::add;
              public Object run(Context c) { return List.of(Counter.ONE.count++, Bodied.ONE, BOX, LATE, PERHAPS, EITHER, INNER, RAW, ADD); }
            }
            """;
    String said = refusal(source);
    assertThat(said)
        .contains("`Rule.Counter` has the field `count`, which is not final")
        .contains("`Rule.Counter` has the field `cells`, whose value can change")
        .contains("has the field `inner`, which is not final");
    for (String each : List.of("BOX", "LATE", "PERHAPS", "EITHER", "INNER", "RAW", "ADD")) {
      assertThat(said).contains("the static field `" + each + "`, whose value can change");
    }
  }

  @Test
  void a_class_of_a_name_that_heddle_itself_knows_is_the_one_that_was_looked_at() throws Exception {
    String source =
        "package org.junit.jupiter.api;\n"
            + IMPORTS
            + """
            public record Rule() implements Task<String> {
              public String run(Context c) { return Assertions.mine(); }
            }
            class Assertions { static String mine() { return "the rule's"; } }
            """;
    var rules = new LoadedRules(compile(source));
    try (var engine = new heddle.engine.Engine(heddle.engine.Handlers.none())) {
      var task = rules.task(rules.goal("rule"), List.of(), Path.of("/"));
      assertThat(engine.evaluate(task)).isEqualTo("the rule's");
    }
  }

  @Test
  void a_rule_may_be_called_like_a_class_that_every_java_file_knows() throws Exception {
    assertThat(compile(rule("return 1;") + "class String {} class IllegalArgumentException {}"))
        .isNotNull();
  }

  @Test
  void honest_rules_are_not_refused() throws Exception {
    String source =
        IMPORTS
            + """
            public record Rule(String name, Tone tone) implements Task<Object> {
              enum Tone { WARM, COOL }
              sealed interface Shape { record Dot(int at) implements Shape {} record Line(int from, int to) implements Shape {} }
              static final String TEXT = "text";
              static final List<String> WORDS = List.of("a", "b");
              static final Map<String, Integer> NUMBERS = Map.of("a", 1);
              static final Set<Tone> TONES = Set.of(Tone.WARM);
              static final java.util.regex.Pattern ROW = java.util.regex.Pattern.compile("x+");
              static final Shape.Dot ORIGIN = new Shape.Dot(0);
              enum Level { LOW(1, List.of("l")), HIGH(2, List.of()) { int times() { return 3; } };
                private final int at; private final List<String> names;
                Level(int at, List<String> names) { names = List.copyOf(names); if (at < 0) throw new IllegalArgumentException(); this.at = at; this.names = names; }
                int times() { return at; } }
              record Row(String name, List<Level> levels) { Row { levels = List.copyOf(levels); if (name.isEmpty()) throw new IllegalArgumentException(name); } }
              static final Row FIRST = new Row("first", List.of(Level.LOW));
              static final Map<String, List<Row>> ROWS = Map.of("x", List.of(FIRST));
              static final Optional<String> NONE = Optional.empty();
              static final java.time.DayOfWeek DAY = java.time.LocalDate.of(2026, 1, 1).plusDays(1).getDayOfWeek();
              static class Wrong extends Exception { Wrong(String m) { super(m); } }
              public Object run(Context c) throws Exception {
                Shape shape = WORDS.isEmpty() ? ORIGIN : new Shape.Line(1, 2);
                int length = switch (shape) { case Shape.Dot _ -> 0; case Shape.Line(int from, int to) -> to - from; };
                String said = switch (tone) { case WARM -> "w"; case COOL -> "c"; };
                if (length > 9) throw new Wrong(String.format(Locale.ROOT, "%d", length));
                var read = c.map(WORDS, (b, w) -> b.get(new ReadText(Path.of(w))).map(s -> s.text()).orElse(w));
                assert !read.isEmpty() : "read";
                try (var out = new java.io.StringWriter()) { out.write(said); return out + TEXT + NUMBERS + TONES + ROW + read; }
              }
            }
            """;
    assertThat(compile(source).goals()).hasSize(1);
  }
}
