package heddle.cargo;

import heddle.text.Place;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A lock file as written: packages in its order, references not yet joined. Versions 1 to 4 are
 * read (cargo's {@code resolver/encode.rs}); the format is the number of the layout found. The
 * metadata is what other tools wrote, which cargo keeps.
 */
public record Lock(
    int format,
    List<Locked> packages,
    List<Locked> unusedPatches,
    Map<String, String> metadata,
    Place place) {
  public Lock {
    metadata = Map.copyOf(metadata);
    packages = List.copyOf(packages);
    unusedPatches = List.copyOf(unusedPatches);
  }

  /** A package; without a source it is a path package, known by name and version. */
  public record Locked(
      String name,
      Version version,
      Optional<SourceId> source,
      Optional<String> checksum,
      List<Reference> dependencies,
      Optional<Reference> replace,
      Place place) {
    public Locked {
      dependencies = List.copyOf(dependencies);
    }
  }

  /** {@code name[ version][ (source)]}: what is left out is unique among the lock's packages. */
  public record Reference(String name, Optional<Version> version, Optional<SourceId> source) {
    @Override
    public String toString() {
      return name
          + version.map(v -> " " + v).orElse("")
          + source.map(s -> " (" + s.asUrl() + ")").orElse("");
    }

    // Written out, as the other keys of every command: the JVM takes long to link what it makes
    // itself.
    @Override
    public boolean equals(Object other) {
      return other instanceof Reference that
          && name.equals(that.name)
          && version.equals(that.version)
          && source.equals(that.source);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * name.hashCode() + version.hashCode()) + source.hashCode();
    }
  }

  public static Lock parse(Source source) throws ProblemException {
    return new LockReader(source).lock();
  }
}
