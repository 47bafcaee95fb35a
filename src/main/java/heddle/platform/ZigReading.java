package heddle.platform;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Zig's reading: {@code arch-os-abi}, where the system may carry a least version ({@code
 * macos.11.0}, {@code linux.5.10...6.1}) and the ABI that of glibc ({@code gnu.2.28}). On Linux the
 * ABI must be there, as its default has changed between versions of Zig.
 */
final class ZigReading {
  private ZigReading() {}

  static Reading of(String text) throws ProblemException {
    String[] parts = text.split("-", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw wrong(text, "it has the form arch-os-abi");
    }
    String osWord = parts[1];
    String abiWord = parts.length == 3 ? parts[2] : "";
    String os = name(osWord);
    String abi = name(abiWord);
    Optional<Machine> machine = machine(parts[0], os);
    if (machine.isEmpty()) {
      throw wrong(text, "no architecture `" + parts[0] + "`");
    }
    if (os(os).isEmpty()) {
      throw wrong(text, "no system `" + os + "`");
    }
    if (abi.isEmpty() && os.equals("linux")) {
      throw wrong(
          text, "on Linux the ABI must be named, as in " + text + "-gnu or " + text + "-musl");
    }
    if (!knownAbi(abi)) {
      throw wrong(text, "no ABI `" + abi + "`");
    }
    String floor = version(abiWord);
    if (abiWord.indexOf('.') >= 0 && !isVersion(floor, abi.startsWith("android") ? 1 : 2)) {
      throw wrong(text, "`" + floor + "` is no version of `" + abi + "`, which is as in 2.28");
    }
    var fields = new LinkedHashMap<String, String>();
    fields.put("arch", parts[0]);
    fields.put("os", os);
    fields.put("os_version", version(osWord));
    fields.put("abi", abi);
    fields.put("abi_version", version(abiWord));
    return new Reading(
        Dialect.ZIG,
        text,
        text,
        fields,
        Optional.of(target(machine.get(), os, version(osWord), abi, version(abiWord))));
  }

  private static Target target(
      Machine machine, String zigOs, String osVersion, String abi, String abiVersion) {
    Environment environment = environment(abi);
    boolean android = abi.startsWith("android");
    String os = android ? "android" : os(zigOs);
    String env =
        switch (zigOs) {
          case "maccatalyst" -> "macabi";
          case "hurd" -> "gnu";
          case "windows" -> abi.isEmpty() ? "gnu" : environment.family();
          default -> android ? "" : environment.family();
        };
    boolean apple = Architecture.format(machine.arch(), os) == ObjectFormat.MACHO;
    return machine.with(
        apple ? "apple" : "unknown",
        os,
        android ? abiVersion : osVersion,
        env,
        android ? environment.abi() : convention(abi, environment),
        android ? "" : abiVersion);
  }

  private static Environment environment(String abi) {
    return switch (abi) {
      case "", "none" -> new Environment("", "", "");
      case "androideabi" -> new Environment("", "eabi", "");
      case "ohoseabi" -> new Environment("ohos", "eabi", "");
      case "abin32", "x32", "ilp32", "call0" -> new Environment("", abi, "");
      default -> LlvmWords.environment(abi).map(Environment::of).orElse(Environment.of("unknown"));
    };
  }

  private static String convention(String abi, Environment environment) {
    return abi.equals("abin32") ? "n32" : environment.abi();
  }

  private static boolean knownAbi(String abi) {
    return Globs.any(
            "gnu gnuabin32 gnuabi64 gnueabi gnueabihf gnuf32 gnusf gnux32 eabi eabihf abin32 x32"
                + " ilp32 android androideabi musl muslabin32 muslabi64 musleabi musleabihf muslf32"
                + " muslsf muslx32 msvc itanium simulator ohos ohoseabi call0 none",
            abi)
        || abi.isEmpty();
  }

  private static String name(String word) {
    int dot = word.indexOf('.');
    return dot < 0 ? word : word.substring(0, dot);
  }

  private static String version(String word) {
    int dot = word.indexOf('.');
    if (dot < 0) {
      return "";
    }
    String version = word.substring(dot + 1);
    int range = version.indexOf("...");
    return range < 0 ? version : version.substring(0, range);
  }

  static boolean isVersion(String text, int least) {
    String[] parts = text.split("\\.", -1);
    if (parts.length < least || parts.length > 3) {
      return false;
    }
    for (String part : parts) {
      if (part.isEmpty() || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return false;
      }
    }
    return true;
  }

  private static String os(String zig) {
    return switch (zig) {
      case "freestanding" -> "none";
      case "other" -> "other";
      case "maccatalyst" -> "ios";
      case "contiki",
          "fuchsia",
          "hermit",
          "managarm",
          "haiku",
          "hurd",
          "illumos",
          "linux",
          "plan9",
          "rtems",
          "serenity",
          "dragonfly",
          "freebsd",
          "netbsd",
          "openbsd",
          "driverkit",
          "ios",
          "macos",
          "tvos",
          "visionos",
          "watchos",
          "windows",
          "uefi",
          "3ds",
          "wiiu",
          "switch",
          "gba",
          "psx",
          "ps3",
          "ps4",
          "ps5",
          "psp",
          "vita",
          "emscripten",
          "wasi",
          "amdhsa",
          "amdpal",
          "cuda",
          "mesa3d",
          "nvcl",
          "opencl",
          "opengl",
          "vulkan",
          "tios",
          "ashetos" ->
          zig;
      default -> "";
    };
  }

  private static Optional<Machine> machine(String zig, String os) {
    String riscv = os.equals("freestanding") ? "" : "gc";
    return switch (zig) {
      case "x86" -> Optional.of(Machine.little("x86", "i686"));
      case "armeb" -> Optional.of(Machine.big("arm"));
      case "thumb" -> Optional.of(Machine.little("arm", "thumb"));
      case "thumbeb" -> Optional.of(Machine.big("arm", "thumb"));
      case "aarch64_be" -> Optional.of(Machine.big("aarch64"));
      case "arceb" -> Optional.of(Machine.big("arc"));
      case "bpfel" -> Optional.of(Machine.little("bpf"));
      case "bpfeb" -> Optional.of(Machine.big("bpf"));
      case "hppa64" -> Optional.of(Machine.big("hppa", "64"));
      case "microblazeel" -> Optional.of(Machine.little("microblaze"));
      case "mipsel" -> Optional.of(Machine.little("mips"));
      case "mips64el" -> Optional.of(Machine.little("mips64"));
      case "powerpcle" -> Optional.of(Machine.little("powerpc"));
      case "powerpc64le" -> Optional.of(Machine.little("powerpc64"));
      case "riscv32", "riscv64" -> Optional.of(Machine.little(zig, riscv));
      case "riscv32be" -> Optional.of(Machine.big("riscv32", riscv));
      case "riscv64be" -> Optional.of(Machine.big("riscv64", riscv));
      case "sheb" -> Optional.of(Machine.big("sh"));
      case "x86_16" -> Optional.of(Machine.little("ia16"));
      case "xtensaeb" -> Optional.of(Machine.big("xtensa"));
      case "amdgcn" -> Optional.of(Machine.little("amdgpu"));
      case "aarch64",
          "alpha",
          "arc",
          "arm",
          "avr",
          "csky",
          "ez80",
          "hexagon",
          "kalimba",
          "kvx",
          "loongarch32",
          "loongarch64",
          "msp430",
          "nvptx",
          "nvptx64",
          "propeller",
          "sh",
          "spirv32",
          "spirv64",
          "spork8",
          "ve",
          "wasm32",
          "wasm64",
          "x86_64",
          "xcore",
          "xtensa" ->
          Optional.of(Machine.little(zig));
      case "hppa",
          "lanai",
          "m68k",
          "m88k",
          "mips",
          "mips64",
          "or1k",
          "powerpc",
          "powerpc64",
          "s390x",
          "sparc",
          "sparc64",
          "microblaze" ->
          Optional.of(Machine.big(zig));
      default -> Optional.empty();
    };
  }

  private static ProblemException wrong(String text, String why) {
    return new ProblemException(Problem.of("`" + text + "` is no target of Zig: " + why));
  }
}
