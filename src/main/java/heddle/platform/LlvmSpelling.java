package heddle.platform;

/** The triple that LLVM's tools are given for a target. */
final class LlvmSpelling {
  private LlvmSpelling() {}

  static String of(Target target) {
    String env = env(target);
    String text = arch(target) + "-" + target.vendor() + "-" + os(target);
    return env.isEmpty() ? text : text + "-" + env;
  }

  static String arch(Target t) {
    boolean big = t.endian() == Endian.BIG;
    return switch (t.arch()) {
      case "x86" -> t.isa().isEmpty() ? "i386" : t.isa();
      case "x86_64" -> t.isa().equals("haswell") ? "x86_64h" : "x86_64";
      case "arm" ->
          t.isa().startsWith("thumb")
              ? (big ? "thumbeb" : "thumb") + t.isa().substring(5)
              : (big ? "armeb" : "arm") + t.isa();
      case "aarch64" -> aarch64(t, big);
      case "powerpc" -> t.abi().equals("spe") ? "powerpcspe" : big ? "powerpc" : "powerpcle";
      case "powerpc64" -> big ? "powerpc64" : "powerpc64le";
      case "mips", "mips64" -> {
        String bits = t.arch().equals("mips64") ? "64" : "32";
        String name = t.isa().equals("r6") ? "mipsisa" + bits + "r6" : t.arch() + mips(t.isa());
        yield big ? name : name + "el";
      }
      case "riscv32", "riscv64" -> big ? t.arch() + "be" : t.arch();
      case "sparc" -> big ? "sparc" : "sparcel";
      case "bpf" -> big ? "bpfeb" : "bpfel";
      case "amdgpu" -> "amdgcn";
      case "spirv", "spirv32", "spirv64", "dxil", "kalimba" -> t.arch() + t.isa();
      default -> t.arch();
    };
  }

  private static String mips(String isa) {
    return isa.equals("allegrex") ? isa : "";
  }

  private static String aarch64(Target t, boolean big) {
    if (t.isa().equals("arm64e") || t.isa().equals("arm64ec")) {
      return t.isa();
    }
    if (t.isa().equals("lfi")) {
      return "aarch64_lfi";
    }
    if (big) {
      return "aarch64_be" + t.isa();
    }
    if (t.pointerBits() == 32 && t.isApple()) {
      return "arm64_32";
    }
    return t.isApple() ? "arm64" : "aarch64" + t.isa();
  }

  private static String os(Target t) {
    return switch (t.os()) {
      case "android" -> "linux";
      case "cygwin" -> "windows";
      case "macos" -> "macosx" + t.osMin();
      case "visionos" -> "xros" + t.osMin();
      case "wasi" -> t.env().startsWith("p") ? "wasi" + t.env() : "wasi";
      default -> t.os() + t.osMin();
    };
  }

  private static String env(Target t) {
    switch (t.os()) {
      case "android" -> {
        return "android" + t.osMin();
      }
      case "cygwin" -> {
        return "cygnus";
      }
      case "wasi" -> {
        return "";
      }
      case "rtems", "redox", "vxworks" -> {
        return bare(t.abi());
      }
      default -> {}
    }
    return switch (t.env()) {
      case "sim" -> "simulator";
      case "gnu", "musl" ->
          t.env() + suffix(t) + (t.variant().equals("t64") ? "t64" : "") + t.libcMin();
      case "" -> t.variant().equals("code16") ? "code16" : bare(t.abi());
      default -> t.env() + t.libcMin();
    };
  }

  private static String bare(String abi) {
    return abi.startsWith("eabi") ? abi : "";
  }

  /** The calling convention as GNU's environments carry it. */
  static String suffix(Target t) {
    return switch (t.abi()) {
      case "eabi", "eabihf", "x32", "f32", "f64" -> t.abi();
      case "n32" -> "abin32";
      case "n64" -> "abi64";
      case "ilp32" -> t.arch().equals("aarch64") ? "_ilp32" : "";
      case "softfloat" -> "sf";
      case "abiv2hf" -> "abiv2hf";
      default -> "";
    };
  }
}
