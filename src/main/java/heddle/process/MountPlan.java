package heddle.process;

import java.nio.file.Path;

/**
 * What the script {@code namespaces.pl} mounts, in order; each mount is {@link #FIELDS} texts, each
 * ended by a NUL, which no path holds.
 */
final class MountPlan {
  /** Source, target, type, flags, options, attributes, kind. */
  private static final int FIELDS = 7;

  private final StringBuilder text;
  private int fields;

  MountPlan() {
    this("", 0);
  }

  private MountPlan(String text, int fields) {
    this.text = new StringBuilder(text);
    this.fields = fields;
  }

  /** One that goes on where this one is. */
  MountPlan copy() {
    return new MountPlan(text.toString(), fields);
  }

  /** The number of mounts, and all their fields. */
  @Override
  public String toString() {
    return fields / FIELDS + "\0" + text;
  }

  /**
   * A mount; the attributes {@code set} are set on it and all below.
   *
   * @param kind "d" or "f" where the script makes a directory or file to mount on if there is none
   */
  void mount(
      String source, Path target, String type, long flags, String options, int set, String kind) {
    for (var field :
        new String[] {
          source, target.toString(), type, String.valueOf(flags), options, String.valueOf(set), kind
        }) {
      text.append(field).append('\0');
      fields++;
    }
  }
}
