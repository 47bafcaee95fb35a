package heddle.contract.policy;

import heddle.text.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the root lets the scripts of packages do, in the order it was written. */
public record Permissions(List<Grant> grants) {
  public static final Permissions NONE = new Permissions(List.of());

  /** What the packages of one spec may do. */
  public record Grant(PackageSpec packages, List<Permission> allowed, Place place) {
    public Grant {
      allowed = List.copyOf(allowed);
    }
  }

  public Permissions {
    grants = List.copyOf(grants);
  }

  /** All that this package may do. */
  public List<Permission> of(String name, String version) {
    Set<Permission> all = new LinkedHashSet<>();
    for (Grant each : grants) {
      if (each.packages().names(name, version)) all.addAll(each.allowed());
    }
    return new ArrayList<>(all);
  }
}
