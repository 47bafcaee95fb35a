package heddle.platform;

import heddle.text.ProblemException;
import java.util.Optional;

/**
 * A machine, its system and its calling convention, whatever the spelling it was read from. Every
 * component is known: a text with an unknown component has no Target. Empty text means "the default
 * of the rest". The vendor is carried but never compared. The names of {@code arch}, {@code os} and
 * {@code env} are those of rustc's cfg where rustc has one.
 *
 * @param arch the instruction set family; byte order and variants stand apart
 * @param isa the variant or level of it: {@code v7}, {@code thumbv7em}, {@code i686}, {@code gc}
 * @param bits width of a general register
 * @param pointerBits width of a pointer, which on x32 or ILP32 is less
 * @param os {@code none} where there is no system
 * @param osMin the least version of the system, as the text gave it
 * @param env the C library's family or the system's flavour: {@code gnu}, {@code musl}, {@code
 *     msvc}, {@code sim}
 * @param abi the calling convention where the rest leaves a choice: {@code eabihf}, {@code x32},
 *     {@code elfv2}, {@code lp64d}
 * @param libcMin the least version of the C library that is asked for
 * @param variant what tells apart targets that are equal in all else, as {@code uwp}
 */
public record Target(
    String arch,
    String isa,
    Endian endian,
    int bits,
    int pointerBits,
    String vendor,
    String os,
    String osMin,
    String env,
    String abi,
    String libcMin,
    ObjectFormat format,
    String variant) {

  /** Reads a text in one dialect; {@link Reading} also says what the dialect itself makes of it. */
  public static Target parse(String text, Dialect dialect) throws ProblemException {
    return Reading.of(text, dialect).target();
  }

  /** The text that means this target in a dialect; empty where the dialect has no word for it. */
  public Optional<String> spell(Dialect dialect) {
    return Spelling.of(this, dialect);
  }

  public Libc libc() {
    return new Libc(libcKind(), libcMin);
  }

  private String libcKind() {
    return switch (os) {
      case "none", "uefi", "cuda", "amdhsa" -> env.isEmpty() ? "none" : env;
      case "android" -> "bionic";
      case "windows" ->
          switch (env) {
            case "msvc" -> "ucrt";
            case "gnullvm" -> "ucrt";
            case "gnu" -> variant.equals("ucrt") ? "ucrt" : "msvcrt";
            default -> env.isEmpty() ? "none" : env;
          };
      case "cygwin" -> "cygwin";
      case "linux" -> env.equals("gnu") ? "glibc" : env.isEmpty() ? "open" : env;
      default -> env.equals("gnu") ? "glibc" : env.isEmpty() || env.equals("sim") ? os : env;
    };
  }

  /**
   * {@code hard}, {@code single}, {@code soft}, or empty where the architecture has only one way.
   */
  public String floatAbi() {
    return switch (abi) {
      case "eabihf", "lp64d", "ilp32d", "abiv2hf" -> "hard";
      case "lp64f", "ilp32f" -> "single";
      case "eabi", "softfloat", "lp64s", "ilp32s", "ilp32e", "lp64e", "abiv2" -> "soft";
      case "lp64", "ilp32" -> arch.startsWith("riscv") ? "soft" : "";
      default -> "";
    };
  }

  /** Whether this is Apple's Darwin in any of its products. */
  public boolean isApple() {
    return switch (os) {
      case "macos", "ios", "tvos", "watchos", "visionos", "driverkit", "bridgeos", "darwin" -> true;
      default -> false;
    };
  }

  /**
   * Whether code of one can stand beside code of the other; the variant and the floors may differ.
   */
  public boolean sameMachine(Target other) {
    return arch.equals(other.arch)
        && endian == other.endian
        && pointerBits == other.pointerBits
        && format == other.format
        && abi.equals(other.abi);
  }

  /** This target with a least version of the C library. */
  public Target withLibcMin(String floor) {
    return new Target(
        arch, isa, endian, bits, pointerBits, vendor, os, osMin, env, abi, floor, format, variant);
  }

  /** This target with a least version of its system. */
  public Target withOsMin(String floor) {
    return new Target(
        arch,
        isa,
        endian,
        bits,
        pointerBits,
        vendor,
        os,
        floor,
        env,
        abi,
        libcMin,
        format,
        variant);
  }

  /** This target with a level of its processor, which code may use. */
  public Target withLevel(String word) {
    return withIsa(word);
  }

  Target withIsa(String word) {
    return new Target(
        arch,
        word,
        endian,
        bits,
        pointerBits,
        vendor,
        os,
        osMin,
        env,
        abi,
        libcMin,
        format,
        variant);
  }

  Target withVariant(String word) {
    return new Target(
        arch, isa, endian, bits, pointerBits, vendor, os, osMin, env, abi, libcMin, format, word);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Target t
        && sameMachine(t)
        && isa.equals(t.isa)
        && bits == t.bits
        && os.equals(t.os)
        && osMin.equals(t.osMin)
        && env.equals(t.env)
        && libcMin.equals(t.libcMin)
        && variant.equals(t.variant);
  }

  @Override
  public int hashCode() {
    return ((arch.hashCode() * 31 + isa.hashCode()) * 31 + os.hashCode()) * 31 + env.hashCode();
  }
}
