package heddle.platform.toolchain;

import java.nio.file.Path;

/**
 * A program of a toolchain: where it is, the version that it says, and the digest of what it runs.
 */
public record Tool(Path path, String version, String digest) {}
