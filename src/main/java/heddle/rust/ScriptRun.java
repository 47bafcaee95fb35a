package heddle.rust;

import java.nio.file.Path;

/**
 * A build script's result: what it said, where its OUT_DIR is, and the digest of both, which keys
 * those that use it.
 */
record ScriptRun(ScriptOutput output, Path outDirectory, String digest) {}
