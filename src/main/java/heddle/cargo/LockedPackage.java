package heddle.cargo;

import java.util.Optional;

/** A package of the lock, and its checksum (SHA-256, hexadecimal) if the lock has one. */
public record LockedPackage(PackageId id, Optional<String> checksum) {}
