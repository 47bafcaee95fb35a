package heddle.rust;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/**
 * The {@code -C metadata} and {@code -C extra-filename} of each unit, by its index: hashes of what
 * tells the unit from all others, and of its dependencies' hashes. No path of the machine is in
 * them, so two checkouts name their files alike.
 *
 * <p>As in cargo ({@code build_runner/compilation_files.rs}), rustflags tell file names apart but
 * not symbols.
 */
final class UnitNames {
  private static final String VERSION = "1";

  private final List<String> metadata;
  private final List<String> files;

  private UnitNames(List<String> metadata, List<String> files) {
    this.metadata = metadata;
    this.files = files;
  }

  /** Dependencies may stand anywhere in the list. */
  static UnitNames of(
      List<Crate> crates,
      List<LtoPlan.Use> lto,
      Toolchain toolchain,
      List<String> extraArguments,
      List<Integer> roots) {
    List<String> metadata = new ArrayList<>(Collections.nCopies(crates.size(), ""));
    List<String> files = new ArrayList<>(Collections.nCopies(crates.size(), ""));
    for (int i = 0; i < crates.size(); i++) {
      name(i, crates, lto, toolchain, extraArguments, roots, metadata, files);
    }
    return new UnitNames(List.copyOf(metadata), List.copyOf(files));
  }

  String metadata(Crate crate) {
    return metadata.get(crate.index());
  }

  /** The hash in the names of the unit's files and directories. */
  String file(Crate crate) {
    return files.get(crate.index());
  }

  /**
   * Whether the files themselves carry the hash: not the shared libraries of path packages, which
   * others load by their plain name.
   */
  static boolean inFileNames(Crate crate) {
    if (crate.asTest() || crate.check()) {
      return true;
    }
    boolean shared =
        crate.kind() == Crate.Kind.LIB
            && (crate.crateTypes().contains("dylib") || crate.crateTypes().contains("cdylib"));
    return !(shared && crate.pkg().local());
  }

  /** The stem of the unit's files: the crate's name, and the hash where files carry it. */
  String stem(Crate crate) {
    return inFileNames(crate) ? crate.crateName() + "-" + file(crate) : crate.crateName();
  }

  private static void name(
      int index,
      List<Crate> crates,
      List<LtoPlan.Use> lto,
      Toolchain toolchain,
      List<String> extraArguments,
      List<Integer> roots,
      List<String> metadata,
      List<String> files) {
    if (!metadata.get(index).isEmpty()) {
      return;
    }
    Crate crate = crates.get(index);
    List<String> dependencyMetadata = new ArrayList<>();
    List<String> dependencyFiles = new ArrayList<>();
    for (Crate.Dependency dependency : crate.dependencies()) {
      name(dependency.index(), crates, lto, toolchain, extraArguments, roots, metadata, files);
      dependencyMetadata.add(metadata.get(dependency.index()));
      dependencyFiles.add(files.get(dependency.index()));
    }
    Collections.sort(dependencyMetadata);
    Collections.sort(dependencyFiles);
    List<String> shared = new ArrayList<>();
    shared.add(VERSION);
    shared.add(crate.pkg().stableName());
    shared.add(
        crate.name()
            + " "
            + crate.kind()
            + " "
            + crate.crateTypes()
            + " "
            + crate.work()
            + " "
            + crate.triple());
    shared.addAll(crate.features());
    shared.addAll(crate.codegen().key());
    shared.addAll(lto.get(index).arguments());
    shared.add(
        crate.triple().isEmpty()
            ? toolchain.version().text()
            : withoutHost(toolchain.version().text()));
    if (crate.pkg().member()) {
      shared.add(toolchain.workspaceWrapper().orElse(""));
    }
    List<String> forMetadata = new ArrayList<>(shared);
    forMetadata.addAll(dependencyMetadata);
    metadata.set(index, hash(forMetadata));
    List<String> forFiles = new ArrayList<>(shared);
    forFiles.addAll(dependencyFiles);
    forFiles.addAll(crate.rustflags());
    if (roots.contains(index)) {
      forFiles.addAll(extraArguments);
    }
    files.set(index, hash(forFiles));
  }

  private static String withoutHost(String version) {
    return String.join("\n", version.lines().filter(line -> !line.startsWith("host: ")).toList());
  }

  private static String hash(List<String> parts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        sha.update(part.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
      }
      return HexFormat.of().formatHex(sha.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has SHA-256
    }
  }
}
