package heddle.cargo.resolve;

import heddle.cargo.PackageId;
import heddle.cargo.SourceId;
import heddle.cargo.Version;
import java.util.HashMap;
import java.util.Map;

/**
 * A package id within one search: one object for one id, so that maps need not look into it. Its
 * slot is what only one version can hold: name, source, and the numbers up to the first that is not
 * zero.
 */
final class Pid implements Comparable<Pid> {
  /** What compatible versions share. */
  record Slot(String name, int position, long number, SourceId source) {
    static Slot of(String name, Version version, SourceId source) {
      if (version.major() != 0) {
        return new Slot(name, 0, version.major(), source);
      }
      return version.minor() != 0
          ? new Slot(name, 1, version.minor(), source)
          : new Slot(name, 2, version.patch(), source);
    }

    // Written out, as the other keys of every command: the JVM takes long to link what it makes
    // itself.
    @Override
    public boolean equals(Object other) {
      return other instanceof Slot that
          && position == that.position
          && number == that.number
          && name.equals(that.name)
          && source.equals(that.source);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * (31 * name.hashCode() + position) + Long.hashCode(number))
          + source.hashCode();
    }
  }

  /** All ids of a search. */
  static final class Known {
    private final Map<PackageId, Pid> pids = new HashMap<>();

    Pid of(PackageId id) {
      Pid pid = pids.get(id);
      if (pid == null) {
        pid = new Pid(id);
        pids.put(id, pid);
      }
      return pid;
    }
  }

  private final PackageId id;
  private final Slot slot;

  private Pid(PackageId id) {
    this.id = id;
    this.slot = Slot.of(id.name(), id.version(), id.source());
  }

  PackageId id() {
    return id;
  }

  Slot slot() {
    return slot;
  }

  @Override
  public int compareTo(Pid other) {
    return this == other ? 0 : id.compareTo(other.id);
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
