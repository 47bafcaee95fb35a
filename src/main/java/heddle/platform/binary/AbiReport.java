package heddle.platform.binary;

import heddle.platform.Dialect;
import heddle.platform.MachineNames;
import heddle.platform.Reading;
import heddle.text.JsonWriter;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An artifact for a person, line by line, and for machines as one JSON object. */
public record AbiReport(Artifact artifact) {

  /**
   * The tag that a wheel with this file may have: {@code manylinux_2_17_x86_64} for the glibc that
   * it needs (PEP 600), empty where the file does not say enough.
   */
  public Optional<String> wheelTag() {
    String arch = artifact.abi().get(Facet.ARCH).orElse("");
    Optional<String> glibc = artifact.abi().get(Facet.LIBC_MIN);
    boolean linux = artifact.abi().get(Facet.LIBC).equals(Optional.of("glibc"));
    if (!linux || glibc.isEmpty()) {
      return Optional.empty();
    }
    String floor = glibc.get().indexOf('.') < 0 ? glibc.get() + ".0" : glibc.get();
    String[] parts = floor.split("\\.", -1);
    return machine(arch).map(m -> "manylinux_" + parts[0] + "_" + parts[1] + "_" + m);
  }

  private Optional<String> machine(String arch) {
    boolean big = artifact.abi().get(Facet.ENDIAN).equals(Optional.of("big"));
    String triple =
        switch (arch) {
          case "x86" -> "i686";
          case "arm" -> "armv7";
          case "powerpc64" -> big ? "powerpc64" : "powerpc64le";
          default -> arch;
        };
    try {
      return Reading.of(triple + "-unknown-linux-gnu", Dialect.LLVM)
          .meaning()
          .flatMap(MachineNames::uname);
    } catch (ProblemException _) {
      return Optional.empty();
    }
  }

  public List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(artifact.name() + ": " + artifact.kind());
    artifact.abi().facets().forEach((facet, value) -> lines.add(line(facet.id(), value)));
    if (!artifact.soname().isEmpty()) {
      lines.add(line("soname", artifact.soname()));
    }
    if (!artifact.needed().isEmpty()) {
      lines.add(line("needs", String.join(", ", artifact.needed())));
    }
    artifact
        .versions()
        .forEach((name, version) -> lines.add(line("symbols", name + "_" + version)));
    wheelTag().ifPresent(tag -> lines.add(line("wheel tag", tag)));
    artifact.producers().forEach(each -> lines.add(line("made by", each)));
    artifact.notes().forEach(each -> lines.add(line("note", each)));
    return lines;
  }

  private static String line(String key, String value) {
    return "  " + key + " ".repeat(Math.max(1, 17 - key.length())) + value;
  }

  /**
   * Members: file, kind, facets, soname, needed, versions, wheel_tag (or null), producers, notes.
   */
  public void write(JsonWriter json) {
    json.beginObject().key("file").string(artifact.name()).key("kind").string(artifact.kind());
    json.key("facets").beginObject();
    artifact.abi().facets().forEach((facet, value) -> json.key(facet.id()).string(value));
    json.endObject();
    json.key("soname").string(artifact.soname());
    json.key("needed").strings(artifact.needed());
    json.key("versions").beginObject();
    artifact.versions().forEach((name, version) -> json.key(name).string(version));
    json.endObject().key("wheel_tag");
    wheelTag().ifPresentOrElse(json::string, json::nil);
    json.key("producers").strings(artifact.producers());
    json.key("notes").strings(artifact.notes());
    json.endObject();
  }
}
