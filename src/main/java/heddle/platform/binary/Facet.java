package heddle.platform.binary;

import java.util.Locale;

/**
 * One thing that two pieces of code must agree on to work together, and how: the same on both
 * sides, or a need of one that the floor of the other must meet.
 */
public enum Facet {
  ARCH(Rule.EQUAL, "the processor"),
  ENDIAN(Rule.EQUAL, "the byte order"),
  POINTER_BITS(Rule.EQUAL, "the width of pointers"),
  FORMAT(Rule.EQUAL, "the object format"),
  FLOAT(Rule.EQUAL, "how floats are passed"),
  CALLS(Rule.EQUAL, "the calling convention"),
  OS(Rule.EQUAL, "the system"),
  LIBC(Rule.EQUAL, "the C library"),
  ISA(Rule.NEEDS, "the processor's level"),
  OS_MIN(Rule.NEEDS, "the system's least version"),
  LIBC_MIN(Rule.NEEDS, "the C library's least version"),
  CXX_STRING(Rule.EQUAL, "the ABI of std::string (_GLIBCXX_USE_CXX11_ABI)"),
  CXX_MIN(Rule.NEEDS, "libstdc++'s least version (GLIBCXX)"),
  CXXABI_MIN(Rule.NEEDS, "libstdc++'s least ABI version (CXXABI)"),
  RUSTC(Rule.EQUAL, "the Rust compiler"),
  PYTHON(Rule.EQUAL, "the Python implementation and version"),
  PYTHON_MIN(Rule.NEEDS, "CPython's least version, by the symbols of the stable ABI"),
  PYTHON_THREADING(Rule.EQUAL, "Python's build with or without the global lock"),
  NODE_API(Rule.NEEDS, "the least version of Node-API"),
  NODE_MODULE(Rule.EQUAL, "Node.js' NODE_MODULE_VERSION"),
  JVM_CLASS(Rule.NEEDS, "the class file's version"),
  IR(Rule.EQUAL, "the compiler's intermediate code");

  /** How two values of a facet are compared. */
  public enum Rule {
    /** The same, where both sides say something. */
    EQUAL,
    /** A version that one side needs and the other offers at least. */
    NEEDS
  }

  private final Rule rule;
  private final String meaning;

  Facet(Rule rule, String meaning) {
    this.rule = rule;
    this.meaning = meaning;
  }

  public Rule rule() {
    return rule;
  }

  public String meaning() {
    return meaning;
  }

  /** The name in JSON: lower case. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
