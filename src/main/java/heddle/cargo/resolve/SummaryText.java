package heddle.cargo.resolve;

import heddle.cargo.DependencyKind;
import heddle.cargo.FeatureValue;
import heddle.cargo.KeptText;
import heddle.cargo.KeptTextReader;
import heddle.cargo.PackageId;
import heddle.cargo.SourceId;
import heddle.text.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A summary of a registry's package as one text that costs little to read. */
final class SummaryText {
  private SummaryText() {}

  static String of(Summary summary) {
    var out = new KeptText(1 << 10);
    out.optional(summary.checksum()).number(summary.dependencies().size());
    for (Wanted each : summary.dependencies()) {
      boolean renamed = !each.key().equals(each.name());
      boolean elsewhere = !each.source().equals(summary.id().source());
      out.number(
          kind(each.kind())
              | (each.optional() ? 4 : 0)
              | (each.defaultFeatures() ? 8 : 0)
              | (renamed ? 16 : 0)
              | (elsewhere ? 32 : 0)
              | (each.condition().isEmpty() ? 0 : 64)
              | (each.features().isEmpty() ? 0 : 128));
      out.text(each.name()).text(each.requirement().range().toString());
      if (renamed) out.text(each.key());
      if (elsewhere) out.text(each.source().asUrl());
      if (!each.condition().isEmpty()) out.text(each.condition());
      if (!each.features().isEmpty()) out.texts(each.features());
    }
    out.number(summary.features().size());
    summary
        .features()
        .forEach((name, values) -> {
          out.text(name).number(values.size());
          values.forEach(value -> out.text(value.toString()));
        });
    return out.text();
  }

  private static int kind(DependencyKind kind) {
    return switch (kind) {
      case NORMAL -> 0;
      case DEVELOPMENT -> 1;
      case BUILD -> 2;
    };
  }

  private static DependencyKind kind(int code) {
    return switch (code) {
      case 1 -> DependencyKind.DEVELOPMENT;
      case 2 -> DependencyKind.BUILD;
      default -> DependencyKind.NORMAL;
    };
  }

  static Summary read(String text, Release release, EntryReading reading) throws ProblemException {
    PackageId id = release.id();
    var in = new KeptTextReader(text);
    Optional<String> checksum = in.optional();
    int size = in.number();
    var dependencies = new ArrayList<Wanted>(size);
    for (int i = 0; i < size; i++) {
      int flags = in.number();
      String name = in.text();
      String requirement = in.text();
      dependencies.add(
          new Wanted(
              name,
              (flags & 16) == 0 ? name : in.text(),
              reading.requirement(requirement),
              (flags & 32) == 0 ? id.source() : SourceId.parse(in.text()),
              kind(flags & 3),
              (flags & 64) == 0 ? "" : in.text(),
              (flags & 4) != 0,
              (flags & 8) != 0,
              (flags & 128) == 0 ? List.of() : in.texts()));
    }
    int named = in.number();
    Map<String, List<FeatureValue>> features = new TreeMap<>();
    for (int i = 0; i < named; i++) {
      String name = in.text();
      int many = in.number();
      var values = new ArrayList<FeatureValue>(many);
      for (int j = 0; j < many; j++) {
        values.add(FeatureValue.parse(in.text()));
      }
      features.put(name, values);
    }
    return new Summary(id, dependencies, features, checksum, release.links(), release.rust());
  }
}
