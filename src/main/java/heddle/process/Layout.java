package heddle.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the mounts of one run lie: the path that the action sees, and the path here; and where the
 * action finds a directory for temporary files and its HOME. Puts the one or the other in the place
 * of placeholders.
 */
record Layout(Map<String, Path> seen, Map<String, Path> here, Path temporary, Path home) {
  Layout {
    seen = Map.copyOf(seen);
    here = Map.copyOf(here);
  }

  Path seen(Mount mount) {
    return of(mount, seen);
  }

  Path here(Mount mount) {
    return of(mount, here);
  }

  private static Path of(Mount mount, Map<String, Path> paths) {
    var path = paths.get(mount.name());
    if (path == null) {
      throw new IllegalArgumentException("not a mount of this run: " + mount.name());
    }
    return path;
  }

  /** The text as the action gets it. */
  String forAction(String text) {
    return expanded(text, seen);
  }

  Map<String, String> forAction(Map<String, String> texts) {
    var expanded = new LinkedHashMap<String, String>();
    texts.forEach((name, text) -> expanded.put(name, forAction(text)));
    return expanded;
  }

  /** The path of this machine that a text of the action means. */
  Path here(String text) {
    return Path.of(expanded(text, here));
  }

  /** The path of this machine of what the action sees there. */
  Path hereOf(Path path) {
    Path result = path;
    int best = -1;
    for (var mount : seen.entrySet()) {
      var root = mount.getValue();
      if (root.getNameCount() > best && path.startsWith(root)) {
        best = root.getNameCount();
        result = here.getOrDefault(mount.getKey(), root).resolve(root.relativize(path));
      }
    }
    return result;
  }

  /** A path that the action saw, with a short name for what is its own: HOME, temporary files. */
  String named(String path) {
    for (var own : List.of(Map.entry("~", home), Map.entry("$TMPDIR", temporary))) {
      var root = own.getValue().toString();
      if (path.equals(root) || path.startsWith(root + "/")) {
        boolean mounted =
            seen.values().stream().anyMatch(m -> m.startsWith(root) && Path.of(path).startsWith(m));
        // Where it has a /tmp of its own, a file of ours there is one that it did not get.
        boolean other = root.equals("/tmp") && Files.exists(Path.of(path));
        return mounted || other ? path : own.getKey() + path.substring(root.length());
      }
    }
    return path;
  }

  private static String expanded(String text, Map<String, Path> paths) {
    int start = text.indexOf('\0');
    if (start < 0) {
      return text;
    }
    var result = new StringBuilder(text.length() + 64);
    int from = 0;
    while (start >= 0) {
      int end = text.indexOf('\0', start + 1);
      var name = end < 0 ? "" : text.substring(start + 1, end);
      var path = paths.get(name);
      if (path == null) {
        throw new IllegalArgumentException("no mount of that name: " + text.replace('\0', '|'));
      }
      result.append(text, from, start).append(path);
      from = end + 1;
      start = text.indexOf('\0', from);
    }
    return result.append(text, from, text.length()).toString();
  }
}
