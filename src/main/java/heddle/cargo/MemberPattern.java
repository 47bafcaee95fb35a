package heddle.cargo;

import heddle.engine.BuildException;
import heddle.text.ProblemException;
import heddle.world.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A path in which names may have wildcards: {@code *}, {@code ?}, {@code [a-z]}, {@code [!a]}, and
 * {@code **} for any directories. Names match in the order of their bytes; dot files match too.
 * Source of the rules: the glob crate, which cargo uses for members.
 */
record MemberPattern(FileTree files) {
  /** The paths that exist and match; the path itself if it has no wildcard and exists. */
  List<Path> expand(Path pattern) throws ProblemException, BuildException, InterruptedException {
    var names = new ArrayList<String>();
    pattern.forEach(name -> names.add(name.toString()));
    var found = new ArrayList<Path>();
    Path root = pattern.getRoot();
    if (root != null) {
      expand(root, names, 0, found);
    }
    return found;
  }

  private void expand(Path at, List<String> names, int index, List<Path> found)
      throws ProblemException, BuildException, InterruptedException {
    if (index == names.size()) {
      found.add(at);
      return;
    }
    String name = names.get(index);
    if (name.equals("**")) {
      boolean last = index + 1 == names.size();
      if (!last) {
        expand(at, names, index + 1, found);
      }
      for (Map.Entry<String, Kind> e : sorted(at).entrySet()) {
        if (e.getValue() == Kind.DIRECTORY || e.getValue() == Kind.DIRECTORY_LINK) {
          Path child = at.resolve(e.getKey());
          if (last) {
            found.add(child);
          }
          expand(child, names, index, found);
        }
      }
      return;
    }
    if (!isPattern(name)) {
      Path next = at.resolve(name);
      if (name.equals("..") || index + 1 < names.size() || files.exists(next)) {
        expand(next, names, index + 1, found);
      }
      return;
    }
    for (String candidate : sorted(at).keySet()) {
      if (matches(name, 0, candidate, 0)) {
        expand(at.resolve(candidate), names, index + 1, found);
      }
    }
  }

  private Map<String, Kind> sorted(Path directory)
      throws ProblemException, BuildException, InterruptedException {
    var sorted = new TreeMap<String, Kind>(Bytewise.ORDER);
    sorted.putAll(files.list(directory).orElse(Map.of()));
    return sorted;
  }

  static boolean isPattern(String name) {
    return name.indexOf('*') >= 0 || name.indexOf('?') >= 0 || name.indexOf('[') >= 0;
  }

  /** Whether the rest of the name matches the rest of the pattern. */
  static boolean matches(String pattern, int p, String name, int n) {
    int star = -1;
    int mark = 0;
    while (n < name.length()) {
      int next = p < pattern.length() ? step(pattern, p, name.charAt(n)) : -1;
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        mark = n;
      } else if (next >= 0) {
        p = next;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** Where the pattern goes on after matching one character; -1 if it does not match. */
  private static int step(String pattern, int p, char c) {
    char first = pattern.charAt(p);
    if (first == '?') {
      return p + 1;
    }
    int close = first == '[' ? pattern.indexOf(']', p + 2) : -1;
    if (close < 0) {
      return first == c && first != '*' ? p + 1 : -1;
    }
    boolean not = pattern.charAt(p + 1) == '!';
    boolean in = false;
    for (int i = p + (not ? 2 : 1); i < close; i++) {
      if (i + 2 < close && pattern.charAt(i + 1) == '-') {
        in |= c >= pattern.charAt(i) && c <= pattern.charAt(i + 2);
        i += 2;
      } else {
        in |= c == pattern.charAt(i);
      }
    }
    return in != not ? close + 1 : -1;
  }
}
