package heddle.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of a content: its SHA-256 as 64 lower-case hexadecimal digits, and its length in bytes.
 * Source of the shape: Digest of the Remote Execution API v2.
 */
public record Digest(String hash, long size) {
  /** What is read stays in the processor's cache until it is hashed. */
  private static final int BUFFER = 1 << 17;

  public Digest {
    if (hash.length() != 64) throw new IllegalArgumentException("not a SHA-256: " + hash);
  }

  /** Loads what hashing needs, so that whoever hashes afterwards does not wait for it. */
  public static void prepare() {
    sha256();
    NativeSha.here();
    NativeSearch.here();
  }

  public static Digest of(byte[] bytes) {
    return new Digest(HexFormat.of().formatHex(sha256().digest(bytes)), bytes.length);
  }

  /** Reads the whole file. */
  public static Digest of(Path file) throws IOException {
    if (Files.size(file) >= NativeSha.LEAST && NativeSha.here().isPresent()) {
      return NativeSha.here().get().of(file);
    }
    return hashed(file);
  }

  /** By the JDK's own means. */
  static Digest hashed(Path file) throws IOException {
    MessageDigest sha = sha256();
    long size = 0;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[Math.clamp(Files.size(file), 1, BUFFER)];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha.update(buffer, 0, n);
        size += n;
      }
    }
    return new Digest(HexFormat.of().formatHex(sha.digest()), size);
  }

  /** {@code hash/size}, the text form that tools of the Remote Execution API use. */
  @Override
  public String toString() {
    return hash + "/" + size;
  }

  /** The inverse of {@link #toString}. */
  public static Digest parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) throw new IllegalArgumentException("not a digest: " + text);
    return new Digest(text.substring(0, slash), Long.parseLong(text.substring(slash + 1)));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
