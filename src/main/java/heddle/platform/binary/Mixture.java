package heddle.platform.binary;

import java.util.ArrayList;
import java.util.List;

/**
 * The ABI that the members of a container share: what they need together, and {@code mixed} where
 * they differ in a facet that should be one.
 */
final class Mixture {
  private static final String MIXED = "mixed: ";

  final Draft draft = new Draft();
  int members;
  private boolean bothStrings;

  void add(Artifact member) {
    members++;
    member.abi().facets().forEach(this::merge);
    member.versions().forEach(draft::version);
    draft.producers.addAll(member.producers());
    // Of many classes each says its least Java, which the facet says once.
    if (member.abi().get(Facet.JVM_CLASS).isEmpty()) {
      draft.notes.addAll(member.notes());
    }
    for (String library : member.needed()) {
      if (!draft.needed.contains(library)) {
        draft.needed.add(library);
      }
    }
  }

  /**
   * The artifact of all. A container of both ABIs of std::string, as libstdc++ itself is, goes
   * together with either.
   */
  Artifact artifact(String name, String kind) {
    if (bothStrings) {
      draft.facets.remove(Facet.CXX_STRING);
      draft.notes.add("uses both ABIs of std::string");
    }
    return draft.artifact(name, kind);
  }

  private void merge(Facet facet, String value) {
    draft.facets.merge(
        facet,
        value,
        (old, mine) -> {
          if (facet.rule() == Facet.Rule.NEEDS) {
            return facet == Facet.ISA ? Isa.joined(old, mine) : Versions.max(old, mine);
          }
          if (old.equals(mine)) {
            return old;
          }
          bothStrings |= facet == Facet.CXX_STRING;
          List<String> values =
              new ArrayList<>(
                  List.of(
                      (old.startsWith(MIXED) ? old.substring(MIXED.length()) : old)
                          .split(", ", -1)));
          if (!values.contains(mine)) {
            values.add(mine);
          }
          return MIXED + String.join(", ", values);
        });
  }
}
