package heddle.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** A file without a name, for one child that gets its descriptor. */
record MemoryFile(Kernel kernel, int descriptor) implements AutoCloseable {
  static MemoryFile open(Kernel kernel) throws IOException {
    try (var arena = Arena.ofConfined()) {
      long closeOnExec = 1;
      var name = arena.allocateFrom("heddle").address();
      return new MemoryFile(kernel, (int) kernel.must(Syscall.MEMFD_CREATE, name, closeOnExec));
    }
  }

  void write(String text) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var source = MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8));
      var bytes = arena.allocate(source.byteSize());
      MemorySegment.copy(
          source, ValueLayout.JAVA_BYTE, 0, bytes, ValueLayout.JAVA_BYTE, 0, source.byteSize());
      long at = 0;
      while (at < bytes.byteSize()) {
        at += kernel.must(Syscall.WRITE, descriptor, bytes.address() + at, bytes.byteSize() - at);
      }
    }
  }

  @Override
  public void close() {
    kernel.call(Syscall.CLOSE, descriptor);
  }
}
