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
                  "Original")),
          Map.entry(
              "heddle/rules",
              Set.of(
                  "CargoBuild",
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
          "TimerTask");

  /** Methods of classes that may be named, as {@code class.method} or with a descriptor's start. */
  private static final Set<String> NOT_CALLED =
      Set.of(
          "heddle/store/Digest.of(Ljava/nio/file/Path;",
          "java/lang/classfile/ClassFile.buildModuleTo",
          "java/lang/classfile/ClassFile.buildTo",
          "java/lang/classfile/ClassFile.parse(Ljava/nio/file/Path;",
          "java/lang/Math.random",
          "java/lang/StrictMath.random",
          "java/lang/Boolean.getBoolean",
          "java/lang/Integer.getInteger",
          "java/lang/Long.getLong",
          "java/lang/Object.wait",
          "java/lang/Object.notify",
          "java/lang/Object.notifyAll",
          "java/lang/Throwable.printStackTrace",
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
    if (owner.startsWith("java/lang/invoke/")) return false;
    String member = owner + "." + name;
    for (String each : NOT_CALLED) {
      int open = each.indexOf('(');
      if (open < 0 ? each.equals(member) : (member + descriptor).startsWith(each)) return false;
    }
    return true;
  }

  /** Whether javac may have a call linked by this method: of lambdas, texts, records, switches. */
  static boolean links(String owner) {
    return owner.startsWith("java/lang/runtime/")
        || owner.equals("java/lang/invoke/LambdaMetafactory")
        || owner.equals("java/lang/invoke/StringConcatFactory")
        || owner.equals("java/lang/invoke/ConstantBootstraps");
  }

  /** What to do instead. */
  static String instead(String type) {
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
    if (type.equals("java/lang/Thread") || type.startsWith("java/util/concurrent")) {
      return "what a rule requests by `all` and `map` runs in parallel";
    }
    return "a rule is a function of what it requests: no clock, no randomness, no reflection, no"
        + " network";
  }
}
