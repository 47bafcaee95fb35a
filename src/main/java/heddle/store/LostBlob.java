package heddle.store;

import java.nio.file.NoSuchFileException;

/** A blob that some record names is missing, or was damaged and has been removed. */
public final class LostBlob extends NoSuchFileException {
  private static final long serialVersionUID = 1;

  LostBlob(Digest digest) {
    super(digest.toString(), null, "is not in the store any more");
  }
}
