package heddle.platform.binary;

import heddle.platform.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of an artifact's or a target's ABI, facet by facet; a facet that is absent was not
 * said and clashes with nothing. Equal ABIs are compatible; the exact producer is no part of this.
 */
public record Abi(Map<Facet, String> facets) {
  public static final Abi NONE = new Abi(Map.of());

  public Abi {
    facets =
        facets.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new EnumMap<Facet, String>(facets));
  }

  /** A facet on which two sides do not agree; the first needs or is, the second offers or is. */
  public record Clash(Facet facet, String first, String second) {
    public String text() {
      return facet.rule() == Facet.Rule.EQUAL
          ? facet.meaning() + ": " + first + " against " + second
          : facet.meaning() + ": " + first + " is needed, " + second + " is what there is";
    }
  }

  public Optional<String> get(Facet facet) {
    return Optional.ofNullable(facets.get(facet));
  }

  /** What a target demands of every artifact that is made for it. */
  public static Abi of(Target target) {
    var facets = new EnumMap<Facet, String>(Facet.class);
    facets.put(Facet.ARCH, target.arch());
    facets.put(Facet.ENDIAN, target.endian().id());
    facets.put(Facet.POINTER_BITS, String.valueOf(target.pointerBits()));
    facets.put(Facet.FORMAT, target.format().id());
    if (!target.floatAbi().isEmpty()) {
      facets.put(Facet.FLOAT, target.floatAbi());
    }
    if (!target.os().equals("none")) {
      facets.put(Facet.OS, target.os());
    }
    String libc = libc(target);
    if (!libc.isEmpty()) {
      facets.put(Facet.LIBC, libc);
    }
    String calls = calls(target);
    if (!calls.isEmpty()) {
      facets.put(Facet.CALLS, calls);
    }
    if (!target.libcMin().isEmpty()) {
      facets.put(Facet.LIBC_MIN, target.libcMin());
    }
    // Code for x86_64 may use what every such processor has, unless a higher level was asked for.
    if (target.arch().equals("x86_64")) {
      facets.put(
          Facet.ISA,
          switch (target.isa()) {
            case "v2", "v3", "v4" -> "x86-64-" + target.isa();
            case "haswell" -> "x86-64-v3";
            default -> "x86-64-v1";
          });
    }
    if (!target.osMin().isEmpty()) {
      facets.put(Facet.OS_MIN, target.osMin());
    }
    return new Abi(facets);
  }

  /**
   * What files tell of their C library, or of Apple's device and simulator; empty where they do
   * not.
   */
  private static String libc(Target target) {
    if (target.isApple() && !target.os().equals("macos")) {
      return switch (target.env()) {
        case "sim" -> "simulator";
        case "" -> "device";
        default -> target.env();
      };
    }
    String libc = target.libc().kind();
    return switch (libc) {
      case "glibc", "musl", "bionic" -> libc;
      default -> "";
    };
  }

  private static String calls(Target target) {
    return switch (target.arch()) {
      case "mips" -> "o32";
      case "mips64" -> target.abi();
      case "powerpc64" -> target.abi().startsWith("elfv") ? target.abi() : "";
      default -> "";
    };
  }

  /** This ABI, and what the other says of more facets or says otherwise. */
  public Abi with(Abi other) {
    if (other.facets.isEmpty()) {
      return this;
    }
    var all = new EnumMap<Facet, String>(Facet.class);
    all.putAll(facets);
    all.putAll(other.facets);
    return new Abi(all);
  }

  /**
   * Where this artifact does not fit what the other side is or offers. A need clashes only with an
   * offer: {@code offers} says that the other side's floors are what there is at run time, as a
   * target's are; two files that meet in a link add up their needs instead.
   */
  public List<Clash> against(Abi other, boolean offers) {
    var clashes = new ArrayList<Clash>();
    facets.forEach((facet, mine) -> {
      String theirs = other.facets.getOrDefault(facet, "");
      boolean fits =
          theirs.isEmpty()
              || switch (facet.rule()) {
                case EQUAL -> mine.equals(theirs);
                case NEEDS ->
                    !offers
                        || (facet == Facet.ISA
                            ? Isa.meets(mine, theirs)
                            : Versions.compare(mine, theirs) <= 0);
              };
      if (!fits) {
        clashes.add(new Clash(facet, mine, theirs));
      }
    });
    return clashes;
  }
}
