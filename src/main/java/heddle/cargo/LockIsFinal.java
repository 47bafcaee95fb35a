package heddle.cargo;

import heddle.engine.Intrinsic;
import java.nio.file.Path;

/**
 * Asks whether the lock of a workspace was just made by choosing versions anew. Then it is what the
 * manifests ask for, whatever seems to be missing.
 */
public record LockIsFinal(Path root) implements Intrinsic<Boolean> {}
