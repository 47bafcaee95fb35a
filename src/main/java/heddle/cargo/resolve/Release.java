package heddle.cargo.resolve;

import heddle.cargo.PackageId;
import heddle.cargo.Version;
import heddle.cargo.VersionReq;
import heddle.text.ProblemException;
import java.util.Optional;

/**
 * A version of a crate in an index. What its entry says is found out when it is first looked at;
 * what an earlier command found out, the notes of its {@link Releases} tell without the entry.
 */
final class Release implements Offer {
  /** What is known of the entry. */
  enum State {
    /** Nothing yet. */
    UNREAD(0),
    SOUND(1),
    /** It says something that cannot be. */
    INVALID(2),
    /** It is of a schema that is not understood. */
    LATER(3);

    private final int code;

    State(int code) {
      this.code = code;
    }

    /** How notes have it: 0 to 3. */
    int code() {
      return code;
    }

    static State of(int code) {
      return switch (code) {
        case 1 -> SOUND;
        case 2 -> INVALID;
        case 3 -> LATER;
        default -> UNREAD;
      };
    }
  }

  private final Releases crate;
  private final Version version;
  State state = State.UNREAD;
  boolean yanked;
  Optional<String> links = Optional.empty();
  Optional<String> rust = Optional.empty();

  /** The first 16 digits of the checksum; 0 if it is none. */
  long sum;

  /** The summary as the notes have it, and as it was read. */
  Optional<String> noted = Optional.empty();

  Optional<Summary> summary = Optional.empty();

  private Optional<PackageId> id = Optional.empty();

  Release(Releases crate, Version version) {
    this.crate = crate;
    this.version = version;
  }

  Version version() {
    return version;
  }

  State state() throws ProblemException {
    if (state == State.UNREAD) {
      crate.look(this);
    }
    return state;
  }

  @Override
  public PackageId id() {
    if (id.isEmpty()) {
      id = Optional.of(crate.id(version));
    }
    return id.get();
  }

  @Override
  public boolean yanked() {
    return yanked;
  }

  @Override
  public Optional<String> links() {
    return links;
  }

  @Override
  public Optional<VersionReq> rust() {
    return rust.map(crate::rust);
  }

  @Override
  public Summary summary() throws ProblemException {
    return crate.summary(this);
  }
}
