package heddle.platform;

import java.util.Locale;

/** The container of object code; the ids are LLVM's. */
public enum ObjectFormat {
  ELF,
  MACHO,
  COFF,
  XCOFF,
  GOFF,
  WASM,
  SPIRV,
  DXCONTAINER,
  /** Historic Unix formats that nothing here reads. */
  AOUT;

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
