package heddle.rules;

import java.util.Map;
import java.util.Set;

/**
 * What a rule may name: values, not doors. Files, processes, clocks, randomness, environment,
 * threads and reflection are reached through tasks or not at all. Of what may be named, {@link
 * Calls} says what may be called. Names are binary, with slashes.
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
          "java/time/temporal",
          "java/util/regex",
          "java/util/stream");

  /** Classes of these packages that may not be named. */
  private static final Set<String> NOT_NAMED =
      Set.of("java/util/stream/StreamSupport"); // it makes parallel streams of a flag

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
                  "StagedIntrinsic",
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
                  "Product",
                  "Zip")),
          Map.entry(
              "heddle/process",
              Set.of(
                  "Action",
                  "ActionOutcome",
                  "Captured",
                  "Denied",
                  "EarlyOutput",
                  "Ending",
                  "Limits",
                  "Mount",
                  "Permissions",
                  "RunAction",
                  "SandboxLevel")),
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
          Map.entry(
              "java/time",
              Set.of(
                  "DayOfWeek",
                  "Duration",
                  "LocalDate",
                  "LocalDateTime",
                  "LocalTime",
                  "Month",
                  "Period")),
          Map.entry(
              "java/time/chrono", Set.of("ChronoLocalDate", "ChronoLocalDateTime", "ChronoPeriod")),
          Map.entry(
              "java/util/zip",
              Set.of(
                  "Adler32", "CRC32", "CRC32C", "Checksum", "Deflater", "DeflaterOutputStream")));

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

  /** What only Heddle's own records may be: another would pass for them, or have no handler. */
  private static final Set<String> NOT_IMPLEMENTED =
      Set.of(
          "heddle/engine/Durable",
          "heddle/engine/Input",
          "heddle/engine/Intrinsic",
          "heddle/engine/StagedIntrinsic",
          "heddle/engine/Traceable");

  /** Types of constants: their values never change. */
  private static final Set<String> CONSTANTS =
      Set.of(
          "heddle/process/Ending",
          "heddle/process/SandboxLevel",
          "heddle/store/Digest",
          "heddle/world/Bytes",
          "heddle/world/Kind",
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
          "java/math/RoundingMode",
          "java/nio/charset/Charset",
          "java/nio/file/Path",
          "java/time/DayOfWeek",
          "java/time/Duration",
          "java/time/LocalDate",
          "java/time/LocalDateTime",
          "java/time/LocalTime",
          "java/time/Month",
          "java/util/HexFormat",
          "java/util/Locale",
          "java/util/regex/Pattern");

  /** Collections that may be constants, where one of their factories makes them. */
  private static final Set<String> COLLECTIONS =
      Set.of("java/util/List", "java/util/Map", "java/util/Set", "java/util/Optional");

  private Allowlist() {}

  /** Whether a class that is not the rules' own may be named. */
  static boolean names(String type) {
    int slash = type.lastIndexOf('/');
    if (slash < 0) return false;
    String place = type.substring(0, slash);
    String name = type.substring(slash + 1);
    int nested = name.indexOf('$');
    String outer = nested < 0 ? name : name.substring(0, nested);
    if (NOT_NAMED.contains(type)) return false;
    if (PACKAGES.contains(place)) return true;
    if (place.equals("java/util")) return !NOT_UTIL.contains(outer);
    var classes = CLASSES.get(place);
    return classes != null
        && (classes.contains(outer) || outer.endsWith("Exception") || outer.endsWith("Error"));
  }

  /** Whether a rule may implement this interface. */
  static boolean implementable(String type) {
    return !NOT_IMPLEMENTED.contains(type);
  }

  /** Whether values of this type never change. */
  static boolean constant(String type) {
    return CONSTANTS.contains(type);
  }

  /** Whether it is a collection, which never changes if {@link #makesConstant} made it. */
  static boolean collection(String type) {
    return COLLECTIONS.contains(type);
  }

  /** Whether this call makes a collection that never changes. */
  static boolean makesConstant(String owner, String name) {
    return COLLECTIONS.contains(owner)
        && Set.of("of", "copyOf", "ofEntries", "empty").contains(name);
  }
}
