package heddle.rules;

import heddle.store.Digest;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The value of a goal that makes files: they are laid down in {@code target/rules/<goal>} when the
 * evaluation has ended, and what lay there before is removed. Any other value is printed.
 */
public record Product(Map<String, Digest> files) {
  public Product {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
    for (String each : files.keySet()) Run.relative(each);
  }
}
