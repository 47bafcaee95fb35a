package heddle.platform;

import java.util.Optional;

/**
 * What LLVM 22 takes an architecture word for: its canonical name and sub-architecture. The ARM
 * family has a grammar ({@link LlvmArm}); everything else is a list of words.
 */
record LlvmArch(String name, String sub) {

  static Optional<LlvmArch> of(String word) {
    return name(word).map(name -> new LlvmArch(name, sub(word)));
  }

  static Optional<String> name(String word) {
    String name =
        switch (word) {
          case "i386", "i486", "i586", "i686", "i786", "i886", "i986" -> "i386";
          case "amd64", "x86_64", "x86_64h" -> "x86_64";
          case "powerpc", "powerpcspe", "ppc", "ppc32" -> "powerpc";
          case "powerpcle", "ppcle", "ppc32le" -> "powerpcle";
          case "powerpc64", "ppu", "ppc64" -> "powerpc64";
          case "powerpc64le", "ppc64le" -> "powerpc64le";
          case "xscale" -> "arm";
          case "xscaleeb" -> "armeb";
          case "arm64", "arm64e", "arm64ec", "aarch64_lfi" -> "aarch64";
          case "arm64_32" -> "aarch64_32";
          case "mips", "mipseb", "mipsallegrex", "mipsisa32r6", "mipsr6" -> "mips";
          case "mipsel", "mipsallegrexel", "mipsisa32r6el", "mipsr6el" -> "mipsel";
          case "mips64", "mips64eb", "mipsn32", "mipsisa64r6", "mips64r6", "mipsn32r6" -> "mips64";
          case "mips64el", "mipsn32el", "mipsisa64r6el", "mips64r6el", "mipsn32r6el" -> "mips64el";
          case "s390x", "systemz" -> "s390x";
          case "sparcv9", "sparc64" -> "sparcv9";
          case "aarch64",
              "aarch64_be",
              "aarch64_32",
              "arc",
              "arm",
              "armeb",
              "thumb",
              "thumbeb",
              "avr",
              "m68k",
              "msp430",
              "r600",
              "amdgcn",
              "riscv32",
              "riscv64",
              "riscv32be",
              "riscv64be",
              "hexagon",
              "sparc",
              "sparcel",
              "tce",
              "tcele",
              "xcore",
              "nvptx",
              "nvptx64",
              "amdil",
              "amdil64",
              "hsail",
              "hsail64",
              "spir",
              "spir64",
              "lanai",
              "renderscript32",
              "renderscript64",
              "shave",
              "ve",
              "wasm32",
              "wasm64",
              "csky",
              "loongarch32",
              "loongarch64",
              "dxil",
              "xtensa",
              "bpfel",
              "bpfeb",
              "spirv",
              "spirv32",
              "spirv64" ->
              word;
          // Without a suffix the host's byte order is meant; Heddle's hosts are little-endian.
          case "bpf", "bpf_le" -> "bpfel";
          case "bpf_be" -> "bpfeb";
          default -> versioned(word);
        };
    if (name.isEmpty() && LlvmArm.isFamily(word)) {
      return LlvmArm.name(word);
    }
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  private static String versioned(String word) {
    if (word.startsWith("kalimba")) {
      return "kalimba";
    }
    if (version(word, "dxilv1.", '9')) {
      return "dxil";
    }
    if (version(word, "spirv32v1.", '6')) {
      return "spirv32";
    }
    if (version(word, "spirv64v1.", '6')) {
      return "spirv64";
    }
    return word.equals("spirv1.5") || word.equals("spirv1.6") ? "spirv" : "";
  }

  private static boolean version(String word, String prefix, char last) {
    return word.length() == prefix.length() + 1
        && word.startsWith(prefix)
        && word.charAt(prefix.length()) >= '0'
        && word.charAt(prefix.length()) <= last;
  }

  /** LLVM's name of the sub-architecture, {@code NoSubArch} where there is none. */
  static String sub(String word) {
    if (word.startsWith("mips") && (word.endsWith("r6el") || word.endsWith("r6"))) {
      return "MipsSubArch_r6";
    }
    if (word.equals("powerpcspe")) {
      return "PPCSubArch_spe";
    }
    if (word.equals("arm64e") || word.equals("arm64ec")) {
      return "AArch64SubArch_" + word;
    }
    if (word.equals("aarch64_lfi")) {
      return "AArch64SubArch_lfi";
    }
    if (word.startsWith("spirv")) {
      return minor(word, '6').map(v -> "SPIRVSubArch_v1" + v).orElse("NoSubArch");
    }
    if (word.startsWith("dxil")) {
      return minor(word, '9').map(v -> "DXILSubArch_v1_" + v).orElse("NoSubArch");
    }
    String arm = LlvmArm.canonical(word);
    if (arm.isEmpty()) {
      for (String number : new String[] {"3", "4", "5"}) {
        if (word.endsWith("kalimba" + number)) {
          return "KalimbaSubArch_v" + number;
        }
      }
      return "NoSubArch";
    }
    return LlvmArm.sub(arm);
  }

  private static Optional<String> minor(String word, char last) {
    int length = word.length();
    if (length >= 4 && word.startsWith("v1.", length - 4)) {
      char digit = word.charAt(length - 1);
      if (digit >= '0' && digit <= last) {
        return Optional.of(String.valueOf(digit));
      }
    }
    return Optional.empty();
  }

  /** Pointer width as LLVM has it for the architecture alone, ABIs aside. */
  static int pointerBits(String name) {
    return switch (name) {
      case "avr", "msp430" -> 16;
      case "aarch64",
          "aarch64_be",
          "amdgcn",
          "amdil64",
          "bpfeb",
          "bpfel",
          "hsail64",
          "loongarch64",
          "mips64",
          "mips64el",
          "nvptx64",
          "powerpc64",
          "powerpc64le",
          "renderscript64",
          "riscv64",
          "riscv64be",
          "sparcv9",
          "spirv",
          "spir64",
          "spirv64",
          "s390x",
          "ve",
          "wasm64",
          "x86_64" ->
          64;
      case "unknown" -> 0;
      default -> 32;
    };
  }

  static Endian endian(String name) {
    return switch (name) {
      case "aarch64_be",
          "armeb",
          "bpfeb",
          "lanai",
          "m68k",
          "mips",
          "mips64",
          "powerpc",
          "powerpc64",
          "riscv32be",
          "riscv64be",
          "sparc",
          "sparcv9",
          "s390x",
          "tce",
          "thumbeb" ->
          Endian.BIG;
      default -> Endian.LITTLE;
    };
  }
}
