package heddle.platform.toolchain;

import java.nio.file.Path;

/**
 * A Java development kit: its home, the version and the maker that its {@code release} file names.
 */
public record Jdk(Path home, String version, String vendor, String origin) {}
