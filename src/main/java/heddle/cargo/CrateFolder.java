package heddle.cargo;

import java.nio.file.Path;

/**
 * The folder of a package that is not the workspace's. Frozen: it holds what a checksum promised,
 * and nobody changes it.
 */
public record CrateFolder(Path path, boolean frozen) {}
