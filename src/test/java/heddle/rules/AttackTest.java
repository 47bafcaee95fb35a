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
    assertThat(refusal("class HeddleGoals { int x; }\n"))
        .contains("has a name that is Heddle's own");
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
