package heddle.world;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SystemImageTest {
  @TempDir Path root;

  private SystemImage image() throws Exception {
    try (Store store = Store.open(root.resolve("home"))) {
      return SystemImage.of(root, new Observation(Map.of(), store));
    }
  }

  private void write(String name, String text) throws Exception {
    Path file = root.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
    FileTime old = FileTime.fromMillis(1_000_000_000_000L + text.hashCode());
    Files.setLastModifiedTime(file, old);
  }

  @Test
  void a_header_a_library_a_package_and_a_compiler_each_make_a_difference() throws Exception {
    write("var/lib/dpkg/status", "Package: a\n");
    write("usr/include/zlib.h", "1");
    write("usr/include/foo/deep/bar.h", "1");
    write("usr/lib/x86_64-linux-gnu/pkgconfig/z.pc", "1");
    write("usr/local/lib/libz.a", "1");
    write("usr/bin/cc", "1");
    SystemImage before = image();
    assertThat(image()).isEqualTo(before);
    check("usr/include/zlib.h", true, false);
    check("usr/include/foo/deep/new.h", true, false);
    check("usr/lib/x86_64-linux-gnu/pkgconfig/z.pc", true, false);
    check("usr/local/lib/libz.a", true, true);
    check("usr/lib/x86_64-linux-gnu/libnew.so", true, true);
    check("var/lib/dpkg/status", true, true);
    check("usr/bin/cc", true, true);
    check("usr/share/doc/readme", false, false);
  }

  /** Whether a change of this file changes the headers and the libraries. */
  private void check(String file, boolean headers, boolean libraries) throws Exception {
    SystemImage before = image();
    write(file, "other " + file);
    SystemImage after = image();
    assertThat(!after.headers().equals(before.headers())).as(file).isEqualTo(headers);
    assertThat(!after.libraries().equals(before.libraries())).as(file).isEqualTo(libraries);
  }
}
