package heddle.platform;

import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What rustc says of one of its targets, column by column ({@code --print cfg} and {@code
 * target-spec-json}); an absent column is empty text. The name is a table key: nothing is read out
 * of it but the variant of the instruction set.
 */
public record RustcTarget(String name, Map<String, String> columns) {

  public RustcTarget {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /**
   * The target of a JSON specification file ({@code rustc --target foo.json}); the name is the
   * file's without its ending.
   */
  public static RustcTarget ofSpecification(String name, Source json) throws ProblemException {
    return RustcSpecification.read(name, json);
  }

  /** A column's text; empty where rustc says nothing. */
  public String column(String key) {
    return columns.getOrDefault(key, "");
  }

  /** The triple that rustc hands to LLVM. */
  public String llvmTarget() {
    return column("llvm_target");
  }

  /** {@code unix}, {@code windows}, {@code wasm}: the values of {@code target_family}. */
  public List<String> families() {
    String text = column("families");
    return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }

  public Target target() throws ProblemException {
    String rustArch = column("arch");
    String arch = Architecture.canonical(rustArch);
    var known = Architecture.find(arch);
    if (known.isEmpty()) {
      throw new ProblemException(
          Problem.of("the target `" + name + "` has an unknown architecture `" + rustArch + "`"));
    }
    String os = column("os");
    String env = column("env");
    String abi = column("abi");
    return new Target(
        arch,
        isa(arch, rustArch, word(), os),
        column("endian").equals("big") ? Endian.BIG : Endian.LITTLE,
        known.get().bits(),
        Integer.parseInt(column("pointer_width")),
        column("vendor"),
        os.equals("unknown") ? "none" : os,
        "",
        abi.equals("llvm") ? env + "llvm" : env,
        callingConvention(arch, abi),
        "",
        format(),
        column("variant"));
  }

  private String word() {
    int dash = name.indexOf('-');
    return dash < 0 ? name : name.substring(0, dash);
  }

  private ObjectFormat format() {
    if (column("arch").startsWith("wasm")) {
      return ObjectFormat.WASM;
    }
    return switch (column("object_format")) {
      case "mach-o" -> ObjectFormat.MACHO;
      case "coff" -> ObjectFormat.COFF;
      case "xcoff" -> ObjectFormat.XCOFF;
      case "wasm" -> ObjectFormat.WASM;
      default -> ObjectFormat.ELF;
    };
  }

  private String callingConvention(String arch, String abi) {
    return switch (arch) {
      case "riscv32", "riscv64", "loongarch32", "loongarch64" -> column("llvm_abiname");
      case "mips64" -> "n64";
      default ->
          switch (abi) {
            case "sim", "macabi", "llvm", "uwp", "fortanix" -> "";
            default -> abi;
          };
    };
  }

  /** The variant of the instruction set that the first word of a target's name carries. */
  private static String isa(String arch, String rustArch, String word, String os) {
    return switch (arch) {
      case "x86" -> word.startsWith("i") ? word : "";
      case "x86_64" -> word.equals("x86_64h") ? "haswell" : "";
      case "arm" -> ArmWord.isa(word);
      case "aarch64" ->
          switch (word) {
            case "arm64e", "arm64ec" -> word;
            default -> word.startsWith("aarch64v") ? word.substring("aarch64".length()) : "";
          };
      case "riscv32", "riscv64" ->
          word.length() > arch.length()
              ? word.substring(arch.length())
              : AbiNames.hosted(os) ? "gc" : "";
      case "mips", "mips64" -> rustArch.endsWith("r6") ? "r6" : "";
      case "wasm32" -> word.startsWith("wasm32v") ? word.substring("wasm32".length()) : "";
      default -> "";
    };
  }
}
