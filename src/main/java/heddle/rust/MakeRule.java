package heddle.rust;

import heddle.engine.Context;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Make's rule for a file that a root of the build shows: all files of path packages that it was
 * made from, and what their scripts watch. It lies beside the file, with {@code .d} at its end.
 * Source of the rule: cargo's {@code core/compiler/output_depinfo.rs}.
 */
record MakeRule(Build build, int unit) {
  void write(Context c, Path shown) throws Exception {
    TreeSet<String> files = new TreeSet<>();
    gather(c, unit, new BitSet(), files);
    StringBuilder line = new StringBuilder(name(shown.toString())).append(':');
    files.forEach(file -> line.append(' ').append(name(file)));
    String text = line.append('\n').toString();
    String name = String.valueOf(shown.getFileName());
    int dot = name.lastIndexOf('.');
    Path file = shown.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".d");
    if (!build.machine().readText(file).equals(Optional.of(text))) {
      build.machine().write(file, text);
    }
  }

  /** Relative to {@code build.dep-info-basedir}, if it is below that. */
  private String name(String file) {
    Path path = Path.of(file);
    String name =
        build
            .settings()
            .ruleBase()
            .map(Path::normalize)
            .filter(path::startsWith)
            .map(base -> base.relativize(path).toString())
            .orElse(file);
    return name.replace(" ", "\\ ");
  }

  private void gather(Context c, int at, BitSet seen, TreeSet<String> files) throws Exception {
    Crate crate = build.crate(at);
    if (seen.get(at) || !crate.pkg().local()) {
      return;
    }
    seen.set(at);
    if (crate.work() == Crate.Work.RUN_SCRIPT) {
      for (String path : c.get(new RunScript(build, at)).output().rerunIfChanged()) {
        files.add(crate.pkg().root().resolve(path).normalize().toString());
      }
    } else {
      for (String path : c.get(new CompileUnit(build, at)).recorded().observed().paths()) {
        String real = build.text().real(path);
        if (build.machine().exists(Path.of(real))) {
          files.add(real);
        }
      }
    }
    for (Crate.Dependency dependency : crate.dependencies()) {
      gather(c, dependency.index(), seen, files);
    }
  }
}
