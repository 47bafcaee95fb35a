package heddle.platform;

/**
 * The target that a triple of LLVM means: its names turned into Heddle's, its words taken apart.
 */
final class LlvmMeaning {
  private LlvmMeaning() {}

  static Target of(LlvmTriple triple) {
    String arch = arch(triple.arch());
    String os = os(triple);
    Environment environment = Environment.of(triple.env());
    String env = env(triple, os, environment);
    Endian endian = LlvmArch.endian(triple.arch());
    String abi = AbiNames.completed(arch, endian, os, env, abi(triple, environment));
    int bits = bits(arch, triple.arch());
    boolean floor = !triple.envVersion().isEmpty() && hasLibc(env);
    return new Target(
        arch,
        isa(arch, os, triple),
        endian,
        bits,
        AbiNames.pointerBits(abi, pointerBits(arch, triple.arch(), bits)),
        triple.vendorText().isEmpty() ? "unknown" : triple.vendorText(),
        os,
        osMin(triple, os),
        env,
        abi,
        floor ? triple.envVersion().text() : "",
        triple.format(),
        environment.variant());
  }

  private static String env(LlvmTriple triple, String os, Environment environment) {
    return switch (os) {
      case "android", "cygwin" -> "";
      case "wasi" -> triple.os().substring("wasi".length());
      case "hurd", "rtems" -> AbiNames.onlyEnvironment(os);
      default -> environment.family();
    };
  }

  private static boolean hasLibc(String env) {
    return env.equals("gnu") || env.equals("musl") || env.equals("ohos") || env.equals("msvc");
  }

  private static String arch(String name) {
    return switch (name) {
      case "i386" -> "x86";
      case "armeb", "thumb", "thumbeb" -> "arm";
      case "aarch64_be", "aarch64_32" -> "aarch64";
      case "bpfel", "bpfeb" -> "bpf";
      case "mipsel" -> "mips";
      case "mips64el" -> "mips64";
      case "powerpcle" -> "powerpc";
      case "powerpc64le" -> "powerpc64";
      case "sparcv9" -> "sparc64";
      case "sparcel" -> "sparc";
      case "tcele" -> "tce";
      case "riscv32be" -> "riscv32";
      case "riscv64be" -> "riscv64";
      case "amdgcn" -> "amdgpu";
      default -> name;
    };
  }

  private static int bits(String arch, String llvm) {
    return Architecture.find(arch)
        .map(Architecture::bits)
        .orElseGet(() -> LlvmArch.pointerBits(llvm));
  }

  private static int pointerBits(String arch, String llvm, int bits) {
    return llvm.equals("aarch64_32") ? 32 : arch.equals("avr") ? 16 : bits;
  }

  private static String os(LlvmTriple triple) {
    return switch (triple.os()) {
      case "unknown" -> "none";
      case "linux" -> triple.env().equals("android") ? "android" : "linux";
      case "windows" -> triple.env().equals("cygnus") ? "cygwin" : "windows";
      case "macosx", "darwin" -> "macos";
      case "xros" -> "visionos";
      case "wasip1", "wasip2", "wasip3" -> "wasi";
      default -> triple.os();
    };
  }

  private static String osMin(LlvmTriple triple, String os) {
    LlvmVersion version = os.equals("android") ? triple.envVersion() : triple.osVersion();
    if (version.isEmpty()) {
      return "";
    }
    return triple.os().equals("darwin") ? Darwin.macos(version.text()) : version.text();
  }

  private static String abi(LlvmTriple triple, Environment environment) {
    if (triple.sub().equals("PPCSubArch_spe")) {
      return "spe";
    }
    return environment.abi().isEmpty() ? named(triple.envText()) : environment.abi();
  }

  /** Conventions that LLVM takes for a part of the version behind {@code gnu} or {@code musl}. */
  private static String named(String env) {
    for (String abi : new String[] {"abiv2hf", "abiv2", "elfv2", "elfv1", "spe"}) {
      if (env.equals("gnu" + abi) || env.equals("musl" + abi)) {
        return abi;
      }
    }
    return "";
  }

  private static String isa(String arch, String os, LlvmTriple triple) {
    String word = triple.archText();
    return switch (arch) {
      case "x86" -> word.startsWith("i") ? word : "";
      case "x86_64" -> word.equals("x86_64h") ? "haswell" : "";
      case "arm" -> ArmWord.isa(word);
      case "aarch64" ->
          switch (word) {
            case "arm64e", "arm64ec" -> word;
            default -> AarchWord.isa(word);
          };
      case "mips", "mips64" ->
          triple.sub().equals("MipsSubArch_r6")
              ? "r6"
              : word.startsWith("mipsallegrex") ? "allegrex" : "";
      case "riscv32", "riscv64" -> AbiNames.hosted(os) ? "gc" : "";
      case "powerpc64" -> word.equals("ppu") ? "ppu" : "";
      case "spirv", "spirv32", "spirv64", "dxil" ->
          word.indexOf('v', arch.length()) < 0 ? "" : word.substring(arch.length());
      case "kalimba" -> word.substring("kalimba".length());
      default -> "";
    };
  }
}
