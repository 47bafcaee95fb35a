package heddle.rust;

import heddle.text.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The files of a package's archive, by name; {@code id} is the package's in messages. */
public record PackageList(String id, List<File> files) {
  /** By the names of the folders, one after the other, in the order of their bytes. */
  static final Comparator<File> ORDER = Comparator.comparing(PackageList::key);

  public PackageList {
    files = List.copyOf(files);
  }

  /**
   * One file: its name in the archive, where it is taken from, and whether it is made of that
   * rather than copied.
   */
  public record File(String name, Optional<Path> from, boolean made) {}

  private static String key(File file) {
    byte[] bytes = file.name().replace('/', '\0').getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** In the form of {@code --message-format json}. */
  public String json() {
    var text = new StringBuilder();
    var json = new JsonWriter(text).beginObject().key("id").string(id).key("files").beginObject();
    for (File each : files) {
      json.key(each.name()).beginObject().key("kind").string(each.made() ? "generate" : "copy");
      if (each.from().isPresent()) json.key("path").string(each.from().get().toString());
      json.endObject();
    }
    json.endObject().endObject();
    return text.toString();
  }
}
