package heddle.cargo;

/** The identity of a package: name, version and source, ordered in this order. */
public record PackageId(String name, Version version, SourceId source)
    implements Comparable<PackageId> {

  @Override
  public int compareTo(PackageId other) {
    int order = name.compareTo(other.name);
    if (order == 0) {
      order = version.compareTo(other.version);
    }
    return order == 0 ? source.compareTo(other.source) : order;
  }

  /**
   * The id in cargo's JSON and on its command line: {@code registry+URL#name@1.0.0}; the name is
   * left out where the URL's last segment says it. The commit of a git source is not part of it.
   */
  public String spec() {
    String url = source.url();
    String base =
        switch (source.kind()) {
          case SPARSE -> url;
          case PATH -> "path+" + url;
          case REGISTRY -> "registry+" + url;
          case LOCAL_REGISTRY -> "local-registry+" + url;
          case DIRECTORY -> "directory+" + url;
          case GIT -> "git+" + url + source.reference().query(true);
        };
    boolean said = url.substring(url.lastIndexOf('/') + 1).equals(name);
    return base + "#" + (said ? "" : name + "@") + version;
  }

  /** {@code name v1.0.0}, and the source where it is not crates.io. */
  @Override
  public String toString() {
    String text = name + " v" + version;
    return source.isCratesIo() ? text : text + " (" + source + ")";
  }

  // Written out, as the other keys of every command: the JVM takes long to link what it makes
  // itself.
  @Override
  public boolean equals(Object other) {
    return other instanceof PackageId that
        && name.equals(that.name)
        && version.equals(that.version)
        && source.equals(that.source);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * name.hashCode() + version.hashCode()) + source.hashCode();
  }
}
