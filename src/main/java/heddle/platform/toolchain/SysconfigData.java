package heddle.platform.toolchain;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code _sysconfigdata_*.py} of a CPython: what its {@code sysconfig} knows of its own build, as
 * Python source. That is one dictionary of texts and numbers, as {@code pprint} writes it; anything
 * else in the file is not run and not read.
 */
final class SysconfigData {
  private final String text;
  private int at;

  private SysconfigData(String text, int at) {
    this.text = text;
    this.at = at;
  }

  /** The variables; empty if the file holds no such dictionary to its end. */
  static Optional<Map<String, String>> parse(String text) {
    int name = text.indexOf("build_time_vars");
    int start = name < 0 ? -1 : text.indexOf('{', name);
    if (start < 0) return Optional.empty();
    return new SysconfigData(text, start + 1).dictionary();
  }

  private Optional<Map<String, String>> dictionary() {
    var all = new HashMap<String, String>();
    while (true) {
      blank();
      if (is('}')) return Optional.of(Map.copyOf(all));
      Optional<String> key = value();
      blank();
      if (key.isEmpty() || !is(':')) return Optional.empty();
      at++;
      blank();
      Optional<String> value = value();
      if (value.isEmpty()) return Optional.empty();
      all.put(key.get(), value.get());
      blank();
      if (is(',')) at++;
      else if (!is('}')) return Optional.empty();
    }
  }

  private boolean is(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private void blank() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
  }

  /** Texts that follow each other are one; a number is its digits. */
  private Optional<String> value() {
    var out = new StringBuilder();
    int start = at;
    if (!is('\'') && !is('"')) {
      while (at < text.length()
          && (Character.isDigit(text.charAt(at)) || "-.".indexOf(text.charAt(at)) >= 0)) at++;
      return at == start ? Optional.empty() : Optional.of(text.substring(start, at));
    }
    while (is('\'') || is('"')) {
      char quote = text.charAt(at++);
      while (!is(quote)) {
        if (at >= text.length()) return Optional.empty();
        char c = text.charAt(at++);
        if (c == '\\' && at < text.length()) {
          char next = text.charAt(at++);
          out.append(next == 'n' ? '\n' : next == 't' ? '\t' : next);
        } else {
          out.append(c);
        }
      }
      at++;
      blank();
    }
    return Optional.of(out.toString());
  }

  /**
   * The Python that such a file is of; empty if it does not say its version.
   *
   * @param root what stands before its paths on this machine, such as a sysroot
   */
  static Optional<Python> python(
      Map<String, String> said, Path file, String root, String digest, String origin) {
    String version = said.getOrDefault("VERSION", "");
    if (!version.matches("[0-9]+\\.[0-9]+")) return Optional.empty();
    String library = said.getOrDefault("LDVERSION", version);
    String suffix = said.getOrDefault("EXT_SUFFIX", "");
    return Optional.of(
        new Python(
            file,
            suffix.contains("pypy") ? "PyPy" : "CPython",
            version,
            version,
            set(said, "Py_GIL_DISABLED"),
            set(said, "Py_DEBUG"),
            set(said, "Py_ENABLE_SHARED"),
            "python" + library,
            Path.of(root + said.getOrDefault("LIBDIR", "/")),
            Path.of(root + said.getOrDefault("INCLUDEPY", "/")),
            suffix,
            said.getOrDefault("MULTIARCH", ""),
            said.getOrDefault("SIZEOF_VOID_P", "8").equals("4") ? 32 : 64,
            digest,
            origin));
  }

  private static boolean set(Map<String, String> said, String name) {
    return said.getOrDefault(name, "0").equals("1");
  }
}
