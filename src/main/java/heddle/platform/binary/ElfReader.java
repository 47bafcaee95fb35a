package heddle.platform.binary;

import heddle.text.ProblemException;

/** What an ELF file is and needs: machine, attributes, dynamic section, symbols and notes. */
final class ElfReader {
  /** A section that has a place in memory and nothing in the file. */
  private static final int NOBITS = 8;

  private final ElfFile elf;
  private final Draft draft = new Draft();

  ElfReader(Bytes bytes) throws ProblemException {
    elf = new ElfFile(bytes);
  }

  Artifact read() throws ProblemException {
    ElfMachine.describe(elf, draft);
    for (ElfFile.Section section : elf.sections) {
      switch (section.name()) {
        case ".ARM.attributes" -> ElfAttributes.arm(elf.content(section), draft);
        case ".riscv.attributes" -> ElfAttributes.riscv(elf.content(section), draft);
        case ".MIPS.abiflags" -> mipsFlags(elf.content(section));
        case ".note.gnu.property" ->
            ElfNotes.properties(elf.content(section), elf.wide, elf.machine, draft);
        case ".comment" -> comment(elf.content(section));
        case ".rmeta" -> RustMetadata.describe(elf.content(section), draft);
        case ".llvm.lto", ".llvmbc" -> intermediate("LLVM bitcode");
        default -> {
          if (section.name().startsWith(".gnu.lto_")) {
            intermediate("GCC bytecode");
          }
        }
      }
    }
    new ElfDynamic(elf, draft).describe();
    new ElfSymbols(elf, draft, PythonNames.stable(elf.bytes.name())).describe();
    return draft.artifact(elf.bytes.name(), kind());
  }

  /** Beside machine code it binds nobody; alone, only the same compiler can go on with it. */
  private void intermediate(String what) {
    boolean code =
        elf.sections.stream().anyMatch(s -> s.name().startsWith(".text") && s.size() > 0);
    if (code) {
      draft.notes.add("carries " + what + " beside its code");
    } else {
      draft.facets.put(Facet.IR, what);
    }
  }

  private String kind() {
    if (isDebugOnly()) return "debug information";
    return switch (elf.type) {
      case ElfFile.RELOCATABLE -> "object";
      case ElfFile.PROGRAM -> "program";
      case ElfFile.SHARED ->
          draft.program
                  || (draft.soname.isEmpty() && elf.segments.stream().anyMatch(s -> s.type() == 3))
              ? "program"
              : "shared library";
      case 4 -> "core dump";
      default -> "ELF file of type " + elf.type;
    };
  }

  /** What {@code objcopy --only-keep-debug} leaves: the code's places without the code. */
  private boolean isDebugOnly() {
    return elf.type != ElfFile.RELOCATABLE
        && elf.sections.stream().anyMatch(s -> s.name().startsWith(".debug_"))
        && elf.sections.stream().anyMatch(s -> s.name().equals(".text") && s.type() == NOBITS);
  }

  /** Texts that each tool left, between zero bytes. */
  private void comment(Bytes content) throws ProblemException {
    int at = 0;
    while (at < content.size()) {
      String text = content.string(at);
      if (!text.isEmpty()) {
        draft.producers.add(text);
        if (text.startsWith("rustc version ")) {
          draft.notes.add("holds code of " + text);
        }
      }
      at += text.length() + 1;
    }
  }

  /** The floating-point ABI of {@code Elf_MIPS_ABIFlags_v0}. */
  private void mipsFlags(Bytes content) throws ProblemException {
    int fp = content.u8(7);
    switch (fp) {
      case 3 -> draft.facets.put(Facet.FLOAT, "soft");
      case 1, 2, 5, 6, 7 -> draft.facets.put(Facet.FLOAT, "hard");
      default -> {}
    }
  }
}
