package heddle.contract.policy;

/**
 * Packages by name, {@code name}, or by name and the beginning of their version, {@code name@1.2}.
 */
public record PackageSpec(String name, String version) {
  public static PackageSpec parse(String text) {
    int at = text.indexOf('@');
    return at < 0
        ? new PackageSpec(text, "")
        : new PackageSpec(text.substring(0, at), text.substring(at + 1));
  }

  /** Whether it names this package: all versions, or those that begin with these numbers. */
  public boolean names(String pkg, String pkgVersion) {
    if (!name.equals(pkg)) return false;
    return version.isEmpty()
        || pkgVersion.equals(version)
        || pkgVersion.startsWith(version + ".")
        || pkgVersion.startsWith(version + "-")
        || pkgVersion.startsWith(version + "+");
  }

  @Override
  public String toString() {
    return version.isEmpty() ? name : name + "@" + version;
  }
}
