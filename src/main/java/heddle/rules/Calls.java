package heddle.rules;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Optional;
import java.util.Set;

/** What a rule may call of the classes that the {@link Allowlist} lets it name. */
final class Calls {
  /** Methods of classes that may be named, as {@code class.method} or with a descriptor's start. */
  private static final Set<String> NOT_CALLED =
      Set.of(
          "heddle/process/Action.<init>",
          "heddle/process/Action.of",
          "heddle/process/RunAction.<init>", // one may be stood for, not be made
          "heddle/process/RunAction.by",
          "heddle/store/Digest.of(Ljava/nio/file/Path;",
          "java/io/ByteArrayOutputStream.toString()",
          "java/lang/Class.hashCode",
          "java/lang/Enum.hashCode",
          "java/lang/Object.hashCode",
          "java/lang/String.<init>([B)",
          "java/lang/String.<init>([BII)",
          "java/lang/String.format(Ljava/lang/String;",
          "java/lang/String.getBytes()",
          "java/lang/String.formatted",
          "java/lang/String.toLowerCase()",
          "java/lang/String.toUpperCase()",
          "java/lang/classfile/ClassHierarchyResolver.ofClassLoading",
          "java/lang/classfile/ClassHierarchyResolver.ofResourceParsing",
          "java/lang/Math.random",
          "java/lang/StrictMath.random",
          "java/lang/Boolean.getBoolean",
          "java/lang/Integer.getInteger",
          "java/lang/Long.getLong",
          "java/nio/charset/Charset.availableCharsets",
          "java/nio/charset/Charset.defaultCharset",
          "java/nio/file/Path.toAbsolutePath",
          "java/nio/file/Path.toRealPath",
          "java/nio/file/Path.toUri",
          "java/time/LocalDate.now",
          "java/time/LocalDateTime.now",
          "java/time/LocalTime.now",
          "java/util/Collections.shuffle(Ljava/util/List;)",
          "java/util/Locale.getDefault",
          "java/util/Locale.getDisplayCountry()",
          "java/util/Locale.getDisplayLanguage()",
          "java/util/Locale.getDisplayName()",
          "java/util/Locale.getDisplayScript()",
          "java/util/Locale.getDisplayVariant()",
          "java/util/Locale.setDefault",
          "java/util/Objects.toIdentityString",
          "java/util/Properties.loadFromXML",
          "java/util/Properties.save",
          "java/util/Properties.store",
          "java/util/Properties.storeToXML",
          "java/util/UUID.randomUUID");

  /** Methods that are not called, whatever class names them: they are inherited. */
  private static final Set<String> NEVER_CALLED =
      Set.of("notify", "notifyAll", "printStackTrace", "resolveConstantDesc", "wait");

  private static final Set<String> CLASS_METHODS =
      Set.of(
          "cast",
          "desiredAssertionStatus",
          "equals",
          "getEnumConstants",
          "getName",
          "getSimpleName",
          "isInstance",
          "toString");

  private Calls() {}

  /** Why a member of a class that may be named may not be used; empty if it may. */
  static Optional<String> refusal(String owner, String name, String descriptor) {
    if (refused(owner, name, descriptor)) return Optional.of(instead(owner, name));
    if (runs(name, descriptor)) {
      return Optional.of("a rule requests a task, as in `c.get(task)`: only so is it known of");
    }
    return door(owner, descriptor);
  }

  private static boolean refused(String owner, String name, String descriptor) {
    if (owner.equals("java/lang/Class")) return !CLASS_METHODS.contains(name);
    if (owner.startsWith("java/lang/invoke/") || owner.startsWith("java/lang/runtime/"))
      return true;
    if (NEVER_CALLED.contains(name)) return true;
    if (owner.startsWith("java/util/") && name.startsWith("parallel")) return true;
    String member = owner + "." + name;
    for (String each : NOT_CALLED) {
      int open = each.indexOf('(');
      if (open < 0 ? each.equals(member) : (member + descriptor).startsWith(each)) return true;
    }
    return false;
  }

  /** A task's run past the engine: what it observes would not be recorded. */
  private static boolean runs(String name, String descriptor) {
    return name.equals("run") && descriptor.startsWith("(Lheddle/engine/Context;");
  }

  /** What is taken or given by a member must be nameable, and a path is given to tasks only. */
  private static Optional<String> door(String owner, String descriptor) {
    boolean method = descriptor.startsWith("(");
    var types =
        method ? MethodTypeDesc.ofDescriptor(descriptor) : MethodTypeDesc.of(type(descriptor));
    for (ClassDesc each : types.parameterList()) {
      boolean path = element(each).equals("java/nio/file/Path");
      if (path && owner.startsWith("java/") && !owner.equals("java/nio/file/Path")) {
        return Optional.of(instead("java/nio/file/Files", ""));
      }
    }
    return unnamed(types)
        .map(type -> "it is about a `" + type.replace('/', '.') + "`, which a rule may not name");
  }

  /** The first type of a descriptor that may not be named. */
  static Optional<String> unnamed(MethodTypeDesc types) {
    String given = element(types.returnType());
    if (!given.isEmpty() && !Allowlist.names(given)) return Optional.of(given);
    for (ClassDesc each : types.parameterList()) {
      String taken = element(each);
      if (!taken.isEmpty() && !Allowlist.names(taken)) return Optional.of(taken);
    }
    return Optional.empty();
  }

  private static ClassDesc type(String descriptor) {
    return ClassDesc.ofDescriptor(descriptor);
  }

  /** The class, or that of an array's elements, with slashes; empty for primitive ones. */
  private static String element(ClassDesc type) {
    String text = type.descriptorString().replace("[", "");
    return text.startsWith("L") ? text.substring(1, text.length() - 1) : "";
  }

  /** Whether javac may have a call linked by this method: of lambdas, texts, records, switches. */
  static boolean links(String owner) {
    return owner.startsWith("java/lang/runtime/")
        || owner.equals("java/lang/invoke/LambdaMetafactory")
        || owner.equals("java/lang/invoke/StringConcatFactory")
        || owner.equals("java/lang/invoke/ConstantBootstraps");
  }

  /** What to do instead. */
  static String instead(String type, String member) {
    if (type.equals("java/lang/String") && Set.of("getBytes", "<init>").contains(member)) {
      return "it depends on the machine's settings: name a charset, as StandardCharsets.UTF_8";
    }
    if (type.equals("java/lang/String")) {
      return "it depends on the machine's language: name one, as in `String.format(Locale.ROOT,"
          + " …)`";
    }
    if (member.equals("hashCode") || type.equals("java/util/IdentityHashMap")) {
      return "which object it is differs from run to run";
    }
    if (type.startsWith("java/util/zip/Zip")) return "it takes the clock: `Zip` makes archives";
    if (type.equals("java/util/Properties"))
      return "it writes the time, or reads what a text names";
    if (type.equals("heddle/process/RunAction") || type.equals("heddle/process/Action")) {
      return "a rule starts programs by `Run`";
    }
    if (type.startsWith("java/nio/file") || type.startsWith("java/io")) {
      return "a rule reads files by `ReadText`, `ListDirectory` and `Imported`, and makes them by"
          + " `Kept` and `Run`";
    }
    if (type.startsWith("java/lang/Process") || type.equals("java/lang/Runtime")) {
      return "a rule starts programs by `Run`";
    }
    if (type.equals("java/lang/System")) {
      return "a rule asks for variables by `Variable`; it has no clock and prints nothing";
    }
    if (type.equals("java/lang/Thread")
        || type.startsWith("java/util/concurrent")
        || type.equals("java/util/stream/StreamSupport")
        || member.startsWith("parallel")) {
      return "what a rule requests by `all` and `map` runs in parallel";
    }
    return "a rule is a function of what it requests: no clock, no randomness, no reflection, no"
        + " network";
  }
}
