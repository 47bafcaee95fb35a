package heddle.rules;

import java.util.Map;
import java.util.Set;

/**
 * What a rule may name: values, not doors. Files, processes, clocks, randomness, environment,
 * threads and reflection are reached through tasks or not at all. Names are binary, with slashes.
 */
final class Allowlist {
  /** Packages of which every class may be named. */
  private static final Set<String> PACKAGES =
      Set.of(
          "heddle/text",
          "java/lang/annotation",
          "java/lang/classfile",
          "java/lang/classfile/attribute",
          "java/lang/classfile/constantpool",
          "java/lang/classfile/instruction",
          "java/lang/constant",
          "java/lang/invoke", // what javac makes of lambdas; calls are refused below
          "java/lang/runtime",
          "java/math",
          "java/nio/charset",
          "java/util/function",
          "java/util/regex",
          "java/util/stream");

  /** Classes by package; {@code *Exception} and {@code *Error} of these may be named as well. */
  private static final Map<String, Set<String>> CLASSES =
      Map.ofEntries(
          Map.entry(
              "heddle/engine",
              Set.of(
                  "Task",
                  "Input",
                  "Intrinsic",
                  "Staged",
                  "Durable",
                  "Traceable",
                  "Context",
                  "LostValue",
                  "Original",
                  "OriginalStaged")),
          Map.entry(
              "heddle/rules",
              Set.of(
                  "CargoBuild",
                  "CargoFact",
                  "CargoOption",
                  "Fetched",
                  "Run",
                  "Ran",
                  "Imported",
                  "Kept",
                  "TextOf",
                  "BytesOf",
                  "KeptBytes",
                  "Jdk",
                  "WorkspaceRoot",
                  "Product")),
          Map.entry(
              "heddle/process",
              Set.of("RunAction", "Action", "ActionOutcome", "Captured", "Ending", "SandboxLevel")),
          Map.entry("heddle/store", Set.of("Digest")),
          Map.entry(
              "heddle/world",
              Set.of(
                  "ReadText",
                  "ReadBytes",
                  "Bytes",
                  "ListDirectory",
                  "KindOf",
                  "DigestOf",
                  "TreeDigest",
                  "Variable",
                  "Listing",
                  "Kind")),
          Map.entry(
              "java/lang",
              Set.of(
                  "Appendable",
                  "AutoCloseable",
                  "Boolean",
                  "Byte",
                  "CharSequence",
                  "Character",
                  "Class",
                  "Cloneable",
                  "Comparable",
                  "Deprecated",
                  "Double",
                  "Enum",
                  "Float",
                  "FunctionalInterface",
                  "Integer",
                  "Iterable",
                  "Long",
                  "Math",
                  "Number",
                  "Object",
                  "Override",
                  "Record",
                  "Runnable",
                  "SafeVarargs",
                  "Short",
                  "StrictMath",
                  "String",
                  "StringBuilder",
                  "SuppressWarnings",
                  "Throwable",
                  "Void")),
          Map.entry(
              "java/io",
              Set.of(
                  "BufferedReader",
                  "ByteArrayInputStream",
                  "ByteArrayOutputStream",
                  "Closeable",
                  "InputStream",
                  "OutputStream",
                  "Reader",
                  "Serializable",
                  "StringReader",
                  "StringWriter",
                  "Writer")),
          Map.entry("java/nio/file", Set.of("Path")),
          Map.entry("java/security", Set.of("MessageDigest")),
          Map.entry("java/time", Set.of("Duration", "LocalDate", "LocalDateTime", "LocalTime")),
          Map.entry(
              "java/util/zip",
              Set.of(
                  "Adler32",
                  "CRC32",
                  "CRC32C",
                  "Checksum",
                  "Deflater",
                  "DeflaterOutputStream",
                  "ZipEntry",
                  "ZipOutputStream")));

  /** Of java.util all but these. */
  private static final Set<String> NOT_UTIL =
      Set.of(
          "Calendar",
          "Currency",
          "Date",
          "Formatter",
          "GregorianCalendar",
          "IdentityHashMap",
          "ListResourceBundle",
          "PropertyResourceBundle",
          "Random",
          "ResourceBundle",
          "Scanner",
          "ServiceLoader",
          "SimpleTimeZone",
          "SplittableRandom",
          "TimeZone",
          "Timer",
          "TimerTask",
          "WeakHashMap");

  /** Methods of classes that may be named, as {@code class.method} or with a descriptor's start. */
  private static final Set<String> NOT_CALLED =
      Set.of(
          "heddle/process/Action.<init>",
          "heddle/process/Action.of",
          "heddle/process/RunAction.<init>", // one may be stood for, not be made
          "heddle/process/RunAction.by",
          "heddle/store/Digest.of(Ljava/nio/file/Path;",
          "java/lang/String.format(Ljava/lang/String;",
          "java/lang/String.formatted",
          "java/lang/String.toLowerCase()",
          "java/lang/String.toUpperCase()",
          "java/lang/classfile/ClassFile.buildModuleTo",
          "java/lang/classfile/ClassFile.buildTo",
          "java/lang/classfile/ClassFile.parse(Ljava/nio/file/Path;",
          "java/lang/classfile/ClassHierarchyResolver.ofClassLoading",
          "java/lang/classfile/ClassHierarchyResolver.ofResourceParsing",
          "java/lang/Math.random",
          "java/lang/StrictMath.random",
          "java/lang/Boolean.getBoolean",
          "java/lang/Integer.getInteger",
          "java/lang/Long.getLong",
          "java/nio/file/Path.getFileSystem",
          "java/nio/file/Path.register",
          "java/nio/file/Path.toAbsolutePath",
          "java/nio/file/Path.toFile",
          "java/nio/file/Path.toRealPath",
          "java/time/LocalDate.now",
          "java/time/LocalDateTime.now",
          "java/time/LocalTime.now",
          "java/util/Collections.shuffle(Ljava/util/List;)",
          "java/util/Locale.getDefault",
          "java/util/Locale.setDefault",
          "java/util/UUID.randomUUID");

  /** Methods that are not called, whatever class names them: they are inherited. */
  private static final Set<String> NEVER_CALLED =
      Set.of("notify", "notifyAll", "printStackTrace", "resolveConstantDesc", "wait");

  /** What only Heddle's own records may be: another would pass for them, or have no handler. */
  private static final Set<String> NOT_IMPLEMENTED =
      Set.of(
          "heddle/engine/Durable",
          "heddle/engine/Input",
          "heddle/engine/Intrinsic",
          "heddle/engine/StagedIntrinsic",
          "heddle/engine/Traceable");

  /** Types of static fields: their values never change. */
  private static final Set<String> CONSTANTS =
      Set.of(
          "heddle/store/Digest",
          "java/lang/Boolean",
          "java/lang/Byte",
          "java/lang/Character",
          "java/lang/Double",
          "java/lang/Float",
          "java/lang/Integer",
          "java/lang/Long",
          "java/lang/Short",
          "java/lang/String",
          "java/math/BigDecimal",
          "java/math/BigInteger",
          "java/nio/charset/Charset",
          "java/nio/file/Path",
          "java/time/Duration",
          "java/time/LocalDate",
          "java/time/LocalDateTime",
          "java/time/LocalTime",
          "java/util/HexFormat",
          "java/util/Locale",
          "java/util/regex/Pattern");

  /** Collections that may be constants, where one of their factories makes them. */
  private static final Set<String> COLLECTIONS =
      Set.of("java/util/List", "java/util/Map", "java/util/Set");

  private static final Set<String> CLASS_METHODS =
      Set.of(
          "cast",
          "desiredAssertionStatus",
          "equals",
          "getEnumConstants",
          "getName",
          "getSimpleName",
          "hashCode",
          "isInstance",
          "toString");

  private Allowlist() {}

  /** Whether a class that is not the rules' own may be named. */
  static boolean names(String type) {
    int slash = type.lastIndexOf('/');
    if (slash < 0) return false;
    String place = type.substring(0, slash);
    String name = type.substring(slash + 1);
    int nested = name.indexOf('$');
    String outer = nested < 0 ? name : name.substring(0, nested);
    if (PACKAGES.contains(place)) return true;
    if (place.equals("java/util")) return !NOT_UTIL.contains(outer);
    var classes = CLASSES.get(place);
    return classes != null
        && (classes.contains(outer) || outer.endsWith("Exception") || outer.endsWith("Error"));
  }

  /** Whether a member of a class that may be named may be used. */
  static boolean calls(String owner, String name, String descriptor) {
    if (owner.equals("java/lang/Class")) return CLASS_METHODS.contains(name);
    if (owner.startsWith("java/lang/invoke/") || NEVER_CALLED.contains(name)) return false;
    if (owner.startsWith("java/util/") && name.startsWith("parallel")) return false;
    String member = owner + "." + name;
    for (String each : NOT_CALLED) {
      int open = each.indexOf('(');
      if (open < 0 ? each.equals(member) : (member + descriptor).startsWith(each)) return false;
    }
    return true;
  }

  /** Whether a rule may implement this interface. */
  static boolean implementable(String type) {
    return !NOT_IMPLEMENTED.contains(type);
  }

  /** Whether values of this type never change. */
  static boolean constant(String type) {
    return CONSTANTS.contains(type);
  }

  /** Whether this call makes a collection that never changes. */
  static boolean makesConstant(String owner, String name) {
    return COLLECTIONS.contains(owner)
        && (name.equals("of") || name.equals("copyOf") || name.equals("ofEntries"));
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
    if (type.equals("java/lang/String")) {
      return "it depends on the machine's language: name one, as in `String.format(Locale.ROOT,"
          + " …)`";
    }
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
        || member.startsWith("parallel")) {
      return "what a rule requests by `all` and `map` runs in parallel";
    }
    return "a rule is a function of what it requests: no clock, no randomness, no reflection, no"
        + " network";
  }
}
