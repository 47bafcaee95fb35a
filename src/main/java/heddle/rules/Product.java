package heddle.rules;

import heddle.store.Digest;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The value of a goal that makes files: they are laid down in {@code target/rules/<goal>} when the
 * evaluation has ended, and what lay there before is removed. Any other value is printed.
 *
 * @param files by path below that directory
 * @param programs those of the files that may be executed
 */
public record Product(Map<String, Digest> files, Set<String> programs) {
  public Product {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
    programs = Collections.unmodifiableSet(new TreeSet<>(programs));
    for (String each : files.keySet()) Run.relative(each);
  }

  /** Without programs. */
  public Product(Map<String, Digest> files) {
    this(files, Set.of());
  }
}
