package heddle.rust;

import heddle.process.Denied;
import heddle.text.TomlEdit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a script or a macro ({@code who}) reached for in vain: how a message says it, and the
 * permissions that it wants.
 */
record Refusals(CratePackage pkg, String who, List<Denied> denied) {
  Refusals {
    // A program of rustup that stands in for one which the toolchain lacks, such as rustfmt, writes
    // its settings before it says so; who calls it knows nothing of that, and it is thrown away.
    denied =
        denied.stream()
            .filter(each -> !each.equals(new Denied.Write("~/.rustup/settings.toml")))
            .toList();
  }

  /** What it left in its HOME, which is lost, though it ended well. */
  Refusals inHome() {
    return new Refusals(
        pkg,
        who,
        denied.stream()
            .filter(each -> each instanceof Denied.Write(String path) && path.startsWith("~/"))
            .toList());
  }

  /** The permissions as {@code allow} has them. What cannot be allowed has none. */
  List<String> wants() {
    Set<String> all = new LinkedHashSet<>();
    for (Denied each : denied) {
      switch (each) {
        case Denied.Network _ -> all.add("network");
        case Denied.Variable(String name) -> all.add("env:" + name);
        case Denied.Read(String path) -> all.add("read:" + path);
        case Denied.Write(String path) when path.startsWith("~/") -> {
          String directory = ofHome(path.substring(2));
          if (!directory.isEmpty()) all.add("write:~/" + directory);
        }
        case Denied.Write(String path) -> {
          Path file = Path.of(path);
          Path parent = file.resolveSibling("");
          if (pkg.local() && parent.startsWith(pkg.root()) && !parent.equals(pkg.root()))
            all.add("write:" + pkg.root().relativize(parent));
        }
      }
    }
    return List.copyOf(all);
  }

  /**
   * The directory of a HOME that belongs to whoever writes the file: below the common ones of the
   * XDG directories a name more.
   */
  private static String ofHome(String file) {
    int depth = 1;
    for (String each : List.of(".cache/", ".config/", ".local/share/", ".local/state/")) {
      if (file.startsWith(each)) depth = each.split("/", -1).length;
    }
    String[] parts = file.split("/", -1);
    return parts.length <= depth ? "" : String.join("/", List.of(parts).subList(0, depth));
  }

  /** The lines of a message: what it tried, and what to write to allow it. */
  List<String> lines() {
    if (denied.isEmpty()) return List.of();
    var lines = new ArrayList<String>();
    lines.add("");
    lines.add(who + " reached for what it may not have:");
    for (Denied each : denied) {
      lines.add(
          switch (each) {
            case Denied.Network(String host, int _) when host.isEmpty() -> "  the network";
            case Denied.Network(String host, int port) ->
                "  the network: " + host + ", port " + port;
            case Denied.Read(String path) -> "  a file that it did not declare: " + path;
            case Denied.Write(String path) when path.startsWith("~/") ->
                "  HOME, where it wrote " + path;
            case Denied.Write(String path) -> "  a place to write: " + path;
            case Denied.Variable(String name) -> "  a variable that it did not declare: " + name;
          });
    }
    List<String> wants = wants();
    if (!wants.isEmpty()) {
      lines.add("");
      lines.add("to allow it, write in heddle.toml, or run `heddle allow`:");
      lines.add("");
      lines.add("[package." + TomlEdit.string(pkg.name()) + "]");
      lines.add(
          "allow = [" + String.join(", ", wants.stream().map(TomlEdit::string).toList()) + "]");
    } else {
      lines.add("");
      lines.add("no permission gives it: a script may write to OUT_DIR and, where the root allows");
      lines.add("it, to directories below HOME or in its own package, not to single files there");
    }
    return lines;
  }
}
