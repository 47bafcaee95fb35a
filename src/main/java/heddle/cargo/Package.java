package heddle.cargo;

import java.nio.file.Path;

/** A package: its id, the absolute directory of its manifest, and the manifest. */
@SuppressWarnings("AvoidCommonTypeNames") // it is cargo's word
public record Package(PackageId id, Path root, Manifest manifest) {
  public String name() {
    return id.name();
  }

  public Version version() {
    return id.version();
  }

  /** Whether it has a target that is a procedural macro. */
  public boolean hasProcMacro() {
    return manifest.targets().stream().anyMatch(CargoTarget::procMacro);
  }

  /** {@code name v1.0.0 (…)}, as cargo prints packages. */
  @Override
  public String toString() {
    return id.toString();
  }
}
