package heddle.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The options of what is mounted, which a mount in a user namespace must repeat: the kernel lets
 * nobody drop them there. Read once from /proc/self/mountinfo (proc_pid_mountinfo(5)).
 */
record MountFlags(List<Mounted> mounts) {
  record Mounted(Path path, String options) {}

  static MountFlags read() throws IOException {
    var mounts = new ArrayList<Mounted>();
    for (var line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      var fields = line.split(" ", 7);
      mounts.add(new Mounted(Path.of(unescaped(fields[4])), fields[5]));
    }
    mounts.sort(Comparator.comparingInt(m -> -m.path.getNameCount()));
    return new MountFlags(List.copyOf(mounts));
  }

  /** To be added to options: each with a comma before it. */
  String of(Path path) {
    var kept = new StringBuilder();
    for (var mount : mounts) {
      if (path.startsWith(mount.path)) {
        for (var option : mount.options.split(",", -1)) {
          if (option.equals("noexec") || option.equals("noatime") || option.equals("nodiratime")) {
            kept.append(',').append(option);
          }
        }
        return kept.toString();
      }
    }
    return "";
  }

  private static String unescaped(String text) {
    return text.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }
}
