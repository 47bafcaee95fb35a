package heddle.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of the system every action may read: directories, single files, and the links at the root
 * that lead into them ({@code /bin -> usr/bin}). Paths are absolute, and all were there when it was
 * made.
 */
public record SystemView(List<Path> directories, List<Path> files, Map<Path, Path> links) {
  private static final List<String> DIRECTORIES =
      List.of(
          "/usr",
          "/bin",
          "/sbin",
          "/lib",
          "/lib32",
          "/lib64",
          "/libx32",
          "/opt",
          "/nix/store",
          "/gnu/store");

  /** Whether every action sees what is there, because it is a part of the system. */
  public static boolean covers(Path path) {
    return path.equals(Path.of("/"))
        || DIRECTORIES.stream().anyMatch(each -> path.startsWith(Path.of(each)));
  }

  /** Configuration that compilers, linkers and interpreters read; no secret is among it. */
  private static final List<String> CONFIGURATION =
      List.of(
          "alternatives",
          "ld.so.cache",
          "ld.so.conf",
          "ld.so.conf.d",
          "passwd",
          "group",
          "nsswitch.conf",
          "hosts",
          "host.conf",
          "protocols",
          "services",
          "localtime",
          "timezone",
          "os-release",
          "debian_version",
          "lsb-release",
          "mime.types",
          "magic",
          "ssl/certs",
          "ssl/openssl.cnf",
          "ca-certificates",
          "pki",
          "perl",
          "fonts",
          "profile",
          "bash.bashrc",
          "inputrc",
          "terminfo");

  /** Of which distributions have one directory per version. */
  private static final List<String> VERSIONED = List.of("java", "python");

  public SystemView {
    directories = List.copyOf(directories);
    files = List.copyOf(files);
    links = Map.copyOf(links);
  }

  /** That of this machine, with what else (toolchains, say) every action shall see. */
  public static SystemView here(List<Path> more) throws IOException {
    var directories = new ArrayList<Path>();
    var files = new ArrayList<Path>();
    var links = new LinkedHashMap<Path, Path>();
    for (var name : DIRECTORIES) {
      var path = Path.of(name);
      if (Files.isSymbolicLink(path)) {
        links.put(path, Files.readSymbolicLink(path));
      } else if (Files.isDirectory(path)) {
        directories.add(path);
      }
    }
    for (var name : CONFIGURATION) {
      add(Path.of("/etc").resolve(name), directories, files);
    }
    try (var etc = Files.newDirectoryStream(Path.of("/etc"), SystemView::versioned)) {
      for (var path : etc) {
        add(path, directories, files);
      }
    } catch (NoSuchFileException _) {
      // a system without /etc
    }
    for (var path : more) {
      add(path.toAbsolutePath().normalize(), directories, files);
    }
    return new SystemView(directories, files, links);
  }

  private static boolean versioned(Path path) {
    return VERSIONED.stream().anyMatch(v -> path.getFileName().toString().startsWith(v));
  }

  private static void add(Path path, List<Path> directories, List<Path> files) {
    if (Files.isDirectory(path)) {
      directories.add(path);
    } else if (Files.exists(path)) {
      files.add(path);
    }
  }

  /** Whether an action sees this path. */
  public boolean shows(Path path) {
    return files.contains(path)
        || directories.stream().anyMatch(path::startsWith)
        || links.keySet().stream().anyMatch(path::startsWith);
  }
}
