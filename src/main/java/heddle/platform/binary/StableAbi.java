package heddle.platform.binary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The symbols of Python's stable ABI (PEP 384) with the version that each came with, from the
 * resource {@code python-stable-abi.txt}: a line per version, the version first. Source of the
 * list: CPython's {@code Misc/stable_abi.toml}, without what only Windows has.
 */
record StableAbi(Map<String, String> versions) {
  StableAbi {
    versions = Map.copyOf(versions);
  }

  static StableAbi load() {
    var versions = new HashMap<String, String>();
    try (var in = StableAbi.class.getResourceAsStream("python-stable-abi.txt")) {
      if (in == null) {
        throw new IllegalStateException("python-stable-abi.txt is not with the classes");
      }
      for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n", -1)) {
        List<String> words = List.of(line.split(" ", -1));
        words.subList(1, words.size()).forEach(name -> versions.put(name, words.getFirst()));
      }
    } catch (IOException x) {
      throw new UncheckedIOException(x);
    }
    return new StableAbi(versions);
  }

  /** The least CPython that has all of these symbols that are in the stable ABI. */
  Optional<String> floor(Iterable<String> symbols) {
    Optional<String> floor = Optional.empty();
    for (String symbol : symbols) {
      String version = versions.get(symbol);
      if (version != null) {
        floor = Optional.of(floor.map(so -> Versions.max(so, version)).orElse(version));
      }
    }
    return floor;
  }

  /** Those that are not in the stable ABI. */
  List<String> beyond(Iterable<String> symbols) {
    var beyond = new TreeSet<String>();
    symbols.forEach(symbol -> {
      if (!versions.containsKey(symbol)) {
        beyond.add(symbol);
      }
    });
    return List.copyOf(beyond);
  }
}
