package heddle.platform.binary;

import heddle.text.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An artifact for a person, line by line, and for machines as one JSON object. */
public record AbiReport(Artifact artifact) {

  /** The platform tag that a wheel with this file may have; empty where it does not say enough. */
  public Optional<String> wheelTag() {
    return WheelTag.of(artifact);
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
