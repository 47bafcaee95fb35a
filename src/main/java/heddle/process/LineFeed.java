package heddle.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts a stream of bytes into lines of UTF-8, each handed on as soon as its end has come. */
final class LineFeed {
  private final Consumer<String> lines;
  private final ByteArrayOutputStream rest = new ByteArrayOutputStream();

  LineFeed(Consumer<String> lines) {
    this.lines = lines;
  }

  void add(byte[] bytes) {
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        rest.write(bytes, start, i - start);
        start = i + 1;
        give();
      }
    }
    rest.write(bytes, start, bytes.length - start);
  }

  /** The last line may lack its end. */
  void end() {
    if (rest.size() > 0) {
      give();
    }
  }

  private void give() {
    var line = rest.toString(StandardCharsets.UTF_8);
    rest.reset();
    lines.accept(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
  }
}
