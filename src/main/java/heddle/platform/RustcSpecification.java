package heddle.platform;

import heddle.text.Json;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import java.util.LinkedHashMap;

/** Reads rustc's JSON target specifications into the columns that its built-in targets have. */
final class RustcSpecification {
  private RustcSpecification() {}

  static RustcTarget read(String name, Source source) throws ProblemException {
    if (!(Json.parse(source) instanceof Json.Obj spec)) {
      throw new ProblemException(
          Problem.of("`" + source.name() + "` is not a target specification: no object"));
    }
    var columns = new LinkedHashMap<String, String>();
    columns.put("target", name);
    columns.put("llvm_target", required(spec, "llvm-target", source));
    columns.put("arch", required(spec, "arch", source));
    columns.put("vendor", text(spec, "vendor", "unknown"));
    columns.put("os", text(spec, "os", "none"));
    columns.put("env", text(spec, "env", ""));
    columns.put("abi", text(spec, "abi", ""));
    columns.put("families", families(spec));
    columns.put("pointer_width", pointerWidth(spec, source));
    columns.put("endian", text(spec, "target-endian", "little"));
    columns.put("object_format", format(spec, text(spec, "arch", ""), text(spec, "os", "none")));
    columns.put("data_layout", text(spec, "data-layout", ""));
    columns.put("panic", text(spec, "panic-strategy", "unwind"));
    columns.put("llvm_abiname", text(spec, "llvm-abiname", ""));
    columns.put("llvm_floatabi", text(spec, "llvm-floatabi", ""));
    columns.put("rustc_abi", text(spec, "rustc-abi", ""));
    columns.put("cpu", text(spec, "cpu", ""));
    columns.put("features", text(spec, "features", ""));
    columns.put("linker", text(spec, "linker", ""));
    columns.put("linker_flavor", text(spec, "linker-flavor", ""));
    return new RustcTarget(name, columns);
  }

  private static String families(Json.Obj spec) {
    return switch (spec.members().get("target-family")) {
      case Json.Arr list ->
          String.join(
              ",",
              list.items().stream().map(i -> i instanceof Json.Str s ? s.value() : "").toList());
      case Json.Str one -> one.value();
      case null, default -> "";
    };
  }

  private static String pointerWidth(Json.Obj spec, Source source) throws ProblemException {
    String width =
        switch (spec.members().get("target-pointer-width")) {
          case Json.Str s -> s.value();
          case Json.Num n -> n.text();
          case null, default -> "";
        };
    return switch (width) {
      case "16", "32", "64" -> width;
      default ->
          throw new ProblemException(
              Problem.of(
                  "`target-pointer-width` of `" + source.name() + "` is none of 16, 32, 64"));
    };
  }

  private static String format(Json.Obj spec, String arch, String os) {
    String stated = text(spec, "binary-format", "");
    if (!stated.isEmpty()) {
      return stated;
    }
    if (text(spec, "is-like-wasm", "").equals("true") || arch.startsWith("wasm")) {
      return "wasm";
    }
    return switch (os) {
      case "windows", "uefi", "cygwin" -> "coff";
      case "macos", "ios", "tvos", "watchos", "visionos" -> "mach-o";
      case "aix" -> "xcoff";
      default -> "elf";
    };
  }

  private static String text(Json.Obj spec, String key, String fallback) {
    return switch (spec.members().get(key)) {
      case Json.Str s -> s.value();
      case Json.Bool b -> String.valueOf(b.value());
      case Json.Num n -> n.text();
      case null, default -> fallback;
    };
  }

  private static String required(Json.Obj spec, String key, Source source) throws ProblemException {
    if (spec.members().get(key) instanceof Json.Str s) {
      return s.value();
    }
    throw new ProblemException(
        Problem.of("`" + source.name() + "` is not a target specification: no `" + key + "`"));
  }
}
