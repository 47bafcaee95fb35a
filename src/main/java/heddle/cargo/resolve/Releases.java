package heddle.cargo.resolve;

import heddle.cargo.KeptText;
import heddle.cargo.KeptTextReader;
import heddle.cargo.PackageId;
import heddle.cargo.Version;
import heddle.cargo.VersionReq;
import heddle.fetch.IndexEntry;
import heddle.fetch.IndexFile;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The versions of one crate, highest first. What is found out of their entries is noted beside the
 * index file: of each that was looked at what a choice asks of all, of each that was tried its
 * summary. So a command that looks at the same as the one before parses no JSON.
 */
final class Releases {
  private static final int FORMAT = 1;

  private final String name;
  private final IndexFile file;
  private final EntryReading reading;
  private final List<Release> all;
  private final Map<Release, IndexFile.Line> lines = new HashMap<>();
  private boolean changed;

  private Releases(String name, IndexFile file, EntryReading reading) throws ProblemException {
    this.name = name;
    this.file = file;
    this.reading = reading;
    this.all = read(new String(file.notes(), StandardCharsets.UTF_8));
  }

  static Releases of(String name, IndexFile file, EntryReading reading) throws ProblemException {
    return new Releases(name, file, reading);
  }

  /** Of a crate that is not there. */
  static Releases none(String name, EntryReading reading) throws ProblemException {
    return new Releases(name, IndexFile.parse(name, ""), reading);
  }

  IndexFile file() {
    return file;
  }

  /** Highest first. */
  List<Release> all() {
    return all;
  }

  /** The crate's name as its entries have it: files are found by the name in lower case. */
  String spelling() throws ProblemException {
    for (IndexFile.Line line : file.lines()) {
      try {
        return file.entry(line).name();
      } catch (ProblemException _) {
        // Not this one, then.
      }
    }
    return name;
  }

  PackageId id(Version version) {
    return new PackageId(name, version, reading.registry());
  }

  VersionReq rust(String text) {
    return reading.rust(text);
  }

  private List<Release> read(String notes) throws ProblemException {
    if (!notes.isEmpty()) {
      try {
        Optional<List<Release>> noted = noted(new KeptTextReader(notes));
        if (noted.isPresent()) {
          return noted.get();
        }
      } catch (RuntimeException _) {
        // Of another format, or damaged: the entries say all.
      }
    }
    // The last line of a version counts.
    var last = new HashMap<Version, IndexFile.Line>();
    for (IndexFile.Line line : file.lines()) {
      try {
        last.put(Version.parse(line.version()), line);
      } catch (ProblemException _) {
        // An entry with a version that is none is not there.
      }
    }
    var releases = new ArrayList<Release>(last.size());
    last.forEach((version, line) -> {
      var release = new Release(this, version);
      lines.put(release, line);
      releases.add(release);
    });
    releases.sort(Comparator.comparing(Release::version).reversed());
    return releases;
  }

  private Optional<List<Release>> noted(KeptTextReader in) throws ProblemException {
    if (in.number() != FORMAT) {
      return Optional.empty();
    }
    int size = in.number();
    var releases = new ArrayList<Release>(size);
    for (int i = 0; i < size; i++) {
      int flags = in.number();
      Version version =
          (flags & 1) == 0
              ? Version.of(in.whole(), in.whole(), in.whole())
              : Version.parse(in.text());
      var release = new Release(this, version);
      release.state = Release.State.of((flags >> 1) & 3);
      release.yanked = (flags & 8) != 0;
      if (release.state == Release.State.SOUND) {
        release.links = in.optional();
        release.rust = in.optional();
        release.sum = in.whole();
        release.noted = in.optional();
      }
      releases.add(release);
    }
    return Optional.of(releases);
  }

  /** Finds out what the entry says. */
  void look(Release release) throws ProblemException {
    changed = true;
    Optional<IndexEntry> entry;
    try {
      entry = entry(release);
    } catch (ProblemException _) {
      release.state = Release.State.INVALID;
      return;
    }
    // Cargo asks with the name in lower case; a name of another spelling is another package.
    if (entry.isEmpty() || !entry.get().name().equals(name)) {
      release.state = Release.State.INVALID;
    } else if (entry.get().v() > EntryReading.SCHEMA) {
      release.state = Release.State.LATER;
    } else {
      sound(release, entry.get());
    }
  }

  private void sound(Release release, IndexEntry entry) {
    try {
      release.summary = Optional.of(reading.summary(entry, id(release.version())));
      release.state = Release.State.SOUND;
      release.yanked = entry.yanked();
      release.links = entry.links();
      release.rust = entry.rustVersion();
      release.sum = EntryReading.sum(entry.checksum());
    } catch (ProblemException _) {
      release.state = Release.State.INVALID;
    }
  }

  private Optional<IndexEntry> entry(Release release) throws ProblemException {
    IndexFile.Line line = lines.get(release);
    return line == null ? file.entry(release.version().toString()) : Optional.of(file.entry(line));
  }

  /** The summary of a sound release, which is noted from now on. */
  Summary summary(Release release) throws ProblemException {
    if (release.noted.isPresent() && release.summary.isEmpty()) {
      try {
        release.summary = Optional.of(SummaryText.read(release.noted.get(), release, reading));
      } catch (ProblemException | RuntimeException _) {
        release.noted = Optional.empty(); // Damaged: the entry says all.
      }
    }
    if (release.summary.isEmpty()) {
      Optional<IndexEntry> entry = entry(release);
      if (entry.isEmpty()) {
        throw new ProblemException(
            Problem.of("the index of `" + name + "` changed while it was read")
                .withHelp("run the command again"));
      }
      release.summary = Optional.of(reading.summary(entry.get(), release.id()));
    }
    if (release.noted.isEmpty()) {
      changed = true;
      release.noted = Optional.of(SummaryText.of(release.summary.get()));
    }
    return release.summary.get();
  }

  /** Keeps what was found out since the file was opened. */
  void keep() throws ProblemException {
    if (changed) {
      changed = false;
      file.keep(notes().getBytes(StandardCharsets.UTF_8));
    }
  }

  private String notes() {
    var out = new KeptText(1 << 12).number(FORMAT).number(all.size());
    for (Release each : all) {
      Version version = each.version();
      boolean plain = version.pre().isEmpty() && version.build().isEmpty();
      out.number((plain ? 0 : 1) | (each.state.code() << 1) | (each.yanked ? 8 : 0));
      if (plain) {
        out.number(version.major()).number(version.minor()).number(version.patch());
      } else {
        out.text(version.toString());
      }
      if (each.state == Release.State.SOUND) {
        out.optional(each.links).optional(each.rust).number(each.sum).optional(each.noted);
      }
    }
    return out.text();
  }
}
