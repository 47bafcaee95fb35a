package heddle.platform.binary;

/**
 * A native artifact at a link edge: who brought it, in words for a person ({@code libz-sys v1.1.31
 * (build script)}), and what it is.
 */
public record LinkInput(String producer, Artifact artifact) {}
