package heddle.platform.binary;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;

/**
 * What the name of an extension module says of the Python that loads it (PEP 3149, 384, 803, and
 * Windows' {@code .pyd} tags).
 */
final class PythonNames {
  private PythonNames() {}

  /** Whether a file of this name keeps to the stable ABI. */
  static boolean stable(String path) {
    String tag = tag(path.substring(path.lastIndexOf('/') + 1));
    return tag.equals("abi3") || tag.equals("abi3t");
  }

  static Artifact completed(Artifact artifact) {
    String name = artifact.name().substring(artifact.name().lastIndexOf('/') + 1);
    String tag = tag(name);
    if (tag.isEmpty()) {
      return artifact;
    }
    var facets = new EnumMap<Facet, String>(Facet.class);
    facets.putAll(artifact.abi().facets());
    var notes = new ArrayList<>(artifact.notes());
    describe(tag, facets, notes);
    return new Artifact(
        artifact.name(),
        artifact.kind(),
        new Abi(facets),
        artifact.soname(),
        artifact.needed(),
        artifact.versions(),
        artifact.producers(),
        List.copyOf(notes));
  }

  /** {@code cpython-313t-x86_64-linux-gnu} of {@code m.cpython-313t-x86_64-linux-gnu.so}. */
  private static String tag(String name) {
    int last =
        name.endsWith(".so") ? name.length() - 3 : name.endsWith(".pyd") ? name.length() - 4 : -1;
    int dot = last < 0 ? -1 : name.lastIndexOf('.', last - 1);
    return dot < 0 ? "" : name.substring(dot + 1, last);
  }

  private static void describe(String tag, EnumMap<Facet, String> facets, List<String> notes) {
    if (tag.equals("abi3")) {
      facets.put(Facet.PYTHON_THREADING, "gil");
      notes.add("Python's stable ABI (abi3): any CPython with the global lock from its floor on");
      return;
    }
    if (tag.equals("abi3t")) {
      facets.merge(Facet.PYTHON_MIN, "3.15", Versions::max);
      notes.add("Python's stable ABI for both builds (abi3t): CPython 3.15 or later");
      return;
    }
    String rest =
        tag.startsWith("cpython-")
            ? tag.substring(8)
            : tag.startsWith("cp") ? tag.substring(2) : "";
    int digits = 0;
    while (digits < rest.length() && Character.isDigit(rest.charAt(digits))) {
      digits++;
    }
    if (digits >= 2) {
      facets.put(Facet.PYTHON, "CPython " + rest.charAt(0) + "." + rest.substring(1, digits));
      int end = flagsEnd(rest, digits);
      String flags = rest.substring(digits, end);
      // The platform behind it ends in the name of the C library: x86_64-linux-musl.
      String platform = rest.substring(end);
      if (platform.contains("-linux-musl")) {
        facets.putIfAbsent(Facet.LIBC, "musl");
      } else if (platform.contains("-linux-gnu")) {
        facets.putIfAbsent(Facet.LIBC, "glibc");
      }
      facets.put(Facet.PYTHON_THREADING, flags.contains("t") ? "free-threaded" : "gil");
      if (flags.contains("d")) {
        notes.add("for a debug build of Python");
      }
    } else if (tag.startsWith("pypy")) {
      facets.put(Facet.PYTHON, tag.indexOf('-') < 0 ? tag : tag.substring(0, tag.indexOf('-')));
    }
  }

  private static int flagsEnd(String rest, int from) {
    int dash = rest.indexOf('-', from);
    return dash < 0 ? rest.length() : dash;
  }
}
