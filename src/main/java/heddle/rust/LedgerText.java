package heddle.rust;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The kept form of an entry of a {@link Ledger}: deflated; a number that names the form, the
 * distinct texts (length in bytes, UTF-8), then the entry with its texts by their number.
 * Big-endian. The index is plain: the number, a count, and for each mark identity and hash
 * (modified UTF-8), print and time.
 */
final class LedgerText {
  private static final int FORM = 0x48_4c_00_01;

  private LedgerText() {}

  static byte[] encode(Ledger.Entry entry) throws IOException {
    Map<String, Integer> texts = new LinkedHashMap<>();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(body)) {
      out.writeInt(number(entry.identity(), texts));
      out.writeInt(number(entry.hash(), texts));
      out.writeInt(number(entry.how().name(), texts));
      out.writeLong(entry.seen());
      out.writeLong(entry.ran());
      out.writeInt(entry.because().size());
      for (KeyChange each : entry.because()) {
        out.writeInt(number(each.kind().name(), texts));
        out.writeInt(number(each.what(), texts));
        out.writeInt(each.before().isPresent() ? number(each.before().get(), texts) : -1);
        out.writeInt(each.now().isPresent() ? number(each.now().get(), texts) : -1);
      }
      out.writeInt(entry.parts().size());
      for (KeyPart each : entry.parts()) {
        out.writeInt(number(each.kind().name(), texts));
        out.writeInt(number(each.name(), texts));
        out.writeInt(number(each.value(), texts));
      }
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (DataOutputStream out =
        new DataOutputStream(new DeflaterOutputStream(whole, new Deflater(Deflater.BEST_SPEED)))) {
      out.writeInt(FORM);
      out.writeInt(texts.size());
      for (String text : texts.keySet()) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
      }
      body.writeTo(out);
    }
    return whole.toByteArray();
  }

  private static int number(String text, Map<String, Integer> texts) {
    Integer known = texts.putIfAbsent(text, texts.size());
    return known == null ? texts.size() - 1 : known;
  }

  /** Nothing if these are not bytes of {@link #encode}. */
  static Optional<Ledger.Entry> decode(byte[] bytes) {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes))))) {
      if (in.readInt() != FORM) return Optional.empty();
      String[] texts = new String[in.readInt()];
      for (int i = 0; i < texts.length; i++) {
        byte[] text = new byte[in.readInt()];
        in.readFully(text);
        texts[i] = new String(text, StandardCharsets.UTF_8);
      }
      return Optional.of(entry(in, texts));
    } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException _) {
      return Optional.empty(); // it only explains
    }
  }

  private static Ledger.Entry entry(DataInputStream in, String[] texts) throws IOException {
    String identity = texts[in.readInt()];
    String hash = texts[in.readInt()];
    Ledger.How how = Ledger.How.valueOf(texts[in.readInt()]);
    long seen = in.readLong();
    long ran = in.readLong();
    List<KeyChange> because = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      because.add(
          new KeyChange(
              KeyChange.Kind.valueOf(texts[in.readInt()]),
              texts[in.readInt()],
              optional(in.readInt(), texts),
              optional(in.readInt(), texts)));
    }
    List<KeyPart> parts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      parts.add(
          new KeyPart(
              KeyPart.Kind.valueOf(texts[in.readInt()]), texts[in.readInt()], texts[in.readInt()]));
    }
    return new Ledger.Entry(identity, hash, how, seen, ran, because, parts);
  }

  private static Optional<String> optional(int number, String[] texts) {
    return number < 0 ? Optional.empty() : Optional.of(texts[number]);
  }

  static byte[] encode(Collection<Ledger.Mark> marks) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(FORM);
      out.writeInt(marks.size());
      for (Ledger.Mark each : marks) {
        out.writeUTF(each.identity());
        out.writeUTF(each.hash());
        out.writeLong(each.print());
        out.writeLong(each.seen());
      }
    }
    return bytes.toByteArray();
  }

  /** Nothing if these are not bytes of {@link #encode(Collection)}. */
  static List<Ledger.Mark> marks(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != FORM) return List.of();
      List<Ledger.Mark> all = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        all.add(new Ledger.Mark(in.readUTF(), in.readUTF(), in.readLong(), in.readLong()));
      }
      return all;
    } catch (IOException _) {
      return List.of();
    }
  }
}
