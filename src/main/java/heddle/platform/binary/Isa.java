package heddle.platform.binary;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The order of processors' levels: a number at the end ({@code x86-64-v3}, {@code armv7}), or
 * RISC-V's extensions ({@code rv64gc}), of which one set may hold another.
 */
final class Isa {
  private Isa() {}

  /** What an extension brings along (RISC-V's unprivileged manual, "ISA extension naming"). */
  private static final Map<String, List<String>> IMPLIED =
      Map.ofEntries(
          Map.entry("g", List.of("i", "m", "a", "f", "d", "zicsr", "zifencei")),
          Map.entry("m", List.of("zmmul")),
          Map.entry("a", List.of("zaamo", "zalrsc")),
          Map.entry("f", List.of("zicsr")),
          Map.entry("d", List.of("f", "zicsr")),
          Map.entry("c", List.of("zca")),
          Map.entry("b", List.of("zba", "zbb", "zbs")),
          Map.entry("v", List.of("zve64d", "zvl128b")),
          Map.entry("zve64d", List.of("zve64f", "d")),
          Map.entry("zve64f", List.of("zve64x", "zve32f")),
          Map.entry("zve64x", List.of("zve32x", "zvl64b")),
          Map.entry("zve32f", List.of("zve32x", "f")),
          Map.entry("zve32x", List.of("zicsr", "zvl32b")),
          Map.entry("zvl128b", List.of("zvl64b")),
          Map.entry("zvl64b", List.of("zvl32b")));

  /** Whether a processor of one level runs code that needs the other. */
  static boolean meets(String need, String offer) {
    if (!need.startsWith("rv") || !offer.startsWith("rv")) {
      return Versions.compare(need, offer) <= 0;
    }
    return extensions(offer).containsAll(extensions(need));
  }

  /** The least level that runs both. */
  static String joined(String left, String right) {
    if (!left.startsWith("rv") || !right.startsWith("rv")) {
      return Versions.max(left, right);
    }
    if (meets(left, right)) {
      return right;
    }
    if (meets(right, left)) {
      return left;
    }
    var all = new TreeSet<>(extensions(left));
    all.addAll(extensions(right));
    String width = left.substring(0, Math.min(4, left.length()));
    all.remove(width);
    return width + String.join("_", all);
  }

  /** The width and all extensions; {@code rv64i2p1_m2p0} says the same as {@code rv64im}. */
  private static Set<String> extensions(String text) {
    var all = new TreeSet<String>();
    int width = Math.min(4, text.length());
    add(text.substring(0, width), all);
    boolean first = true;
    for (String part : text.substring(width).split("_", -1)) {
      String rest = part;
      while (first && !rest.isEmpty() && "zsx".indexOf(rest.charAt(0)) < 0) {
        add(rest.substring(0, 1), all);
        rest = rest.substring(1).replaceFirst("^[0-9]+(p[0-9]+)?", "");
      }
      if (!rest.isEmpty()) {
        add(rest.replaceFirst("[0-9]+p[0-9]+$", ""), all);
      }
      first = false;
    }
    all.remove("g");
    if (all.contains("zca") && all.contains("d")) {
      all.add("zcd");
    }
    if (all.contains("zca") && all.contains("f") && all.contains("rv32")) {
      all.add("zcf");
    }
    return all;
  }

  private static void add(String extension, Set<String> all) {
    if (!extension.isEmpty() && all.add(extension)) {
      IMPLIED.getOrDefault(extension, List.of()).forEach(each -> add(each, all));
    }
  }
}
