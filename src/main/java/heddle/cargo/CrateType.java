package heddle.cargo;

/**
 * A crate type as rustc's {@code --crate-type} takes it. Names that cargo does not know are kept:
 * rustc refuses them. Ordered as cargo orders them, unknown ones last.
 */
public record CrateType(String name) implements Comparable<CrateType> {
  public static final CrateType BIN = new CrateType("bin");
  public static final CrateType LIB = new CrateType("lib");
  public static final CrateType RLIB = new CrateType("rlib");
  public static final CrateType DYLIB = new CrateType("dylib");
  public static final CrateType CDYLIB = new CrateType("cdylib");
  public static final CrateType STATICLIB = new CrateType("staticlib");
  public static final CrateType PROC_MACRO = new CrateType("proc-macro");

  /** Whether another crate can link to it as Rust. */
  public boolean isLinkable() {
    return switch (name) {
      case "lib", "rlib", "dylib", "proc-macro" -> true;
      default -> false;
    };
  }

  /** Whether making it needs the object code of its dependencies, not only their metadata. */
  public boolean requiresUpstreamObjects() {
    return !name.equals("lib") && !name.equals("rlib");
  }

  @Override
  public int compareTo(CrateType other) {
    int order = Integer.compare(rank(), other.rank());
    return order != 0 ? order : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }

  private int rank() {
    return switch (name) {
      case "bin" -> 0;
      case "lib" -> 1;
      case "rlib" -> 2;
      case "dylib" -> 3;
      case "cdylib" -> 4;
      case "staticlib" -> 5;
      case "proc-macro" -> 6;
      default -> 7;
    };
  }
}
