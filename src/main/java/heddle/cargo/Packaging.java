package heddle.cargo;

import java.util.List;

/** What a manifest says of the files that go into its package, as patterns. */
public record Packaging(List<String> include, List<String> exclude) {
  public Packaging {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }
}
