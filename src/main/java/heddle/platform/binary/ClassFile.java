package heddle.platform.binary;

import heddle.text.ProblemException;

/** A Java class: the version of the class file decides which Java runs it (JVMS 4.1). */
final class ClassFile {
  private ClassFile() {}

  static Artifact read(Bytes bytes) throws ProblemException {
    Bytes big = bytes.ordered(true);
    int minor = big.u16(4);
    int major = big.u16(6);
    var draft = new Draft();
    draft.facets.put(Facet.JVM_CLASS, String.valueOf(major));
    draft.notes.add("runs on Java " + (major - 44) + " or later");
    if (minor == 0xffff && major >= 56) {
      draft.notes.add("uses preview features: it runs on Java " + (major - 44) + " only");
    }
    return draft.artifact(bytes.name(), "class");
  }
}
