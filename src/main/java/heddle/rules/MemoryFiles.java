package heddle.rules;

import heddle.text.Source;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;

/**
 * The compiler's files: sources and classes of the rules in memory, all else from the class path.
 */
final class MemoryFiles extends ForwardingJavaFileManager<JavaFileManager> {
  private final Map<String, Written> written = new TreeMap<>();

  MemoryFiles(JavaFileManager rest) {
    super(rest);
  }

  /** A source by its name. */
  static final class Given extends SimpleJavaFileObject {
    private final Source source;

    Given(Source source) {
      super(uri(source.name()), Kind.SOURCE);
      this.source = source;
    }

    Source source() {
      return source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source.text();
    }
  }

  /** A class that was compiled. */
  private static final class Written extends SimpleJavaFileObject {
    private final String name;
    private final Optional<Source> origin;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Written(String name, Optional<Source> origin) {
      super(uri(name.replace('.', '/') + ".class"), Kind.CLASS);
      this.name = name;
      this.origin = origin;
    }

    @Override
    public OutputStream openOutputStream() {
      bytes.reset();
      return bytes;
    }

    @Override
    public InputStream openInputStream() {
      return new ByteArrayInputStream(bytes.toByteArray());
    }
  }

  private static URI uri(String name) {
    return URI.create("memory:///" + name.replaceAll("[^A-Za-z0-9_./-]", "_"));
  }

  /** The classes by binary name. */
  Map<String, byte[]> classes() {
    var classes = new TreeMap<String, byte[]>();
    written.forEach((name, file) -> classes.put(name, file.bytes.toByteArray()));
    return classes;
  }

  /** The source of each class. */
  Map<String, Source> origins() {
    var origins = new TreeMap<String, Source>();
    written.forEach((name, file) -> file.origin.ifPresent(source -> origins.put(name, source)));
    return origins;
  }

  @Override
  public JavaFileObject getJavaFileForOutput(
      Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
    Optional<Source> origin =
        sibling instanceof Given given ? Optional.of(given.source()) : Optional.empty();
    return written.computeIfAbsent(name, _ -> new Written(name, origin));
  }

  @Override
  public Iterable<JavaFileObject> list(
      Location location, String place, Set<JavaFileObject.Kind> kinds, boolean recurse)
      throws IOException {
    var all = new ArrayList<JavaFileObject>();
    super.list(location, place, kinds, recurse).forEach(all::add);
    if (location == StandardLocation.CLASS_PATH && kinds.contains(JavaFileObject.Kind.CLASS)) {
      for (Written each : written.values()) {
        int dot = each.name.lastIndexOf('.');
        if (place.equals(dot < 0 ? "" : each.name.substring(0, dot))) all.add(each);
      }
    }
    return all;
  }

  @Override
  public String inferBinaryName(Location location, JavaFileObject file) {
    return file instanceof Written own ? own.name : super.inferBinaryName(location, file);
  }

  @Override
  public boolean isSameFile(FileObject a, FileObject b) {
    return a.toUri().equals(b.toUri());
  }
}
