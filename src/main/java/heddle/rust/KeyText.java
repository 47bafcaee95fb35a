package heddle.rust;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns paths of this machine into names that hold everywhere, so that what is keyed on a text with
 * them is found again from another checkout: a mark and {@code W} is the workspace, {@code T} its
 * target directory, {@code B} that of intermediate files where it is another, {@code S} this
 * build's scratch directory, {@code K} the kept directories, {@code C0}… the directories of
 * unpacked packages.
 */
final class KeyText {
  /** No path and no output has it. */
  private static final char MARK = '\u0001';

  private final List<Map.Entry<String, String>> names;

  private KeyText(List<Map.Entry<String, String>> names) {
    this.names = names;
  }

  static KeyText of(Places places) {
    List<Map.Entry<String, String>> names = new ArrayList<>();
    names.add(Map.entry(places.workspace().toString(), "\u0001W"));
    names.add(Map.entry(places.target().toString(), "\u0001T"));
    if (!places.intermediate().equals(places.target())) {
      names.add(Map.entry(places.intermediate().toString(), "\u0001B"));
    }
    names.add(Map.entry(places.scratch().toString(), "\u0001S"));
    names.add(Map.entry(places.kept().toString(), "\u0001K"));
    int count = 0;
    for (Path crates : places.crates()) {
      names.add(Map.entry(crates.toString(), "\u0001C" + count++ + ";"));
    }
    names.sort(Comparator.comparingInt(entry -> -entry.getKey().length()));
    return new KeyText(List.copyOf(names));
  }

  String general(String text) {
    if (text.indexOf('/') < 0) {
      return text;
    }
    String result = text;
    for (Map.Entry<String, String> name : names) {
      if (result.contains(name.getKey())) {
        result = result.replace(name.getKey(), name.getValue());
      }
    }
    return result;
  }

  String real(String text) {
    if (text.indexOf(MARK) < 0) {
      return text;
    }
    String result = text;
    for (Map.Entry<String, String> name : names) {
      if (result.startsWith(name.getValue())) {
        return name.getKey() + result.substring(name.getValue().length());
      }
    }
    return result;
  }

  /** The reverse of {@link #general} for a whole text. */
  String everywhere(String text) {
    if (text.indexOf(MARK) < 0) {
      return text;
    }
    String result = text;
    for (Map.Entry<String, String> name : names) {
      result = result.replace(name.getValue(), name.getKey());
    }
    return result;
  }

  /** The marks of the places that a text holds, but of this build's scratch directory. */
  Set<String> marks(String text) {
    String general = general(text);
    Set<String> marks = new TreeSet<>();
    for (Map.Entry<String, String> name : names) {
      if (general.contains(name.getValue()) && !name.getValue().equals("\u0001S")) {
        marks.add(name.getValue());
      }
    }
    return marks;
  }

  static String hash(List<String> parts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] length = new byte[4];
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 4; i++) {
          length[i] = (byte) (bytes.length >>> (8 * i));
        }
        sha.update(length);
        sha.update(bytes);
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has SHA-256
    }
  }
}
