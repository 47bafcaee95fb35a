package heddle.platform.binary;

import heddle.text.ProblemException;
import java.util.List;
import java.util.TreeSet;

/**
 * Symbols that tell of an ABI: which std::string C++ interfaces use, and which Python or Node.js an
 * extension module was built for.
 */
final class ElfSymbols {
  private final ElfFile elf;
  private final Draft draft;
  private final boolean stable;
  private boolean newString;
  private boolean oldString;
  private boolean freeThreaded;
  private boolean module;
  private final NodeApi node = new NodeApi();
  private final TreeSet<String> python = new TreeSet<>();

  /** {@code stable} if the file says of itself that it keeps to Python's stable ABI. */
  ElfSymbols(ElfFile elf, Draft draft, boolean stable) {
    this.elf = elf;
    this.draft = draft;
    this.stable = stable;
  }

  void describe() throws ProblemException {
    for (ElfFile.Section section : elf.sections) {
      if (section.type() == ElfFile.SYMBOLS || section.type() == ElfFile.DYNAMIC_SYMBOLS) {
        table(section);
      }
    }
    if (newString != oldString) {
      draft.facets.put(Facet.CXX_STRING, newString ? "cxx11" : "old");
    } else if (newString) {
      draft.notes.add("uses both ABIs of std::string");
    }
    if (freeThreaded) {
      draft.facets.put(Facet.PYTHON_THREADING, "free-threaded");
    }
    if (stable && !python.isEmpty()) {
      StableAbi abi = StableAbi.load();
      abi.floor(python).ifPresent(version -> draft.facets.put(Facet.PYTHON_MIN, version));
      List<String> beyond = abi.beyond(python);
      if (!beyond.isEmpty()) {
        draft.notes.add("beyond Python's stable ABI: " + String.join(", ", beyond));
      }
    }
    if (module) {
      draft.notes.add("a Python extension module");
    }
    node.describe(draft);
  }

  private void table(ElfFile.Section section) throws ProblemException {
    if (section.link() < 0 || section.link() >= elf.sections.size()) {
      return;
    }
    Bytes symbols = elf.content(section);
    Bytes names = elf.content(elf.sections.get(section.link()));
    int entry = elf.wide ? 24 : 16;
    for (long at = 0; at + entry <= symbols.size(); at += entry) {
      int binding = symbols.u8(at + (elf.wide ? 4 : 12)) >> 4;
      long name = symbols.u32(at);
      if (binding != 0 && name != 0 && name < names.size()) {
        symbol(names, name, symbols.u16(at + (elf.wide ? 6 : 14)) == 0);
      }
    }
  }

  private void symbol(Bytes names, long at, boolean undefined) throws ProblemException {
    int first = names.u8(at);
    if (first == '_') {
      String name = names.string(at);
      if (name.startsWith("_Z")) {
        cxx(name);
      } else if (undefined
          && (name.equals("_Py_MergeZeroLocalRefcount") || name.equals("_Py_DecRefShared"))) {
        freeThreaded = true;
      } else if (undefined && name.startsWith("_Py")) {
        python.add(name);
      }
    } else if (first == 'n') {
      node.symbol(names.string(at), undefined);
    } else if (first == 'P' && undefined) {
      String name = names.string(at);
      if (name.startsWith("Py")) {
        python.add(name);
      }
    } else if (first == 'P') {
      String name = names.string(at);
      module |= name.startsWith("PyInit_") || name.startsWith("PyModExport_");
    }
  }

  /** Walks a mangled name token by token, so that letters within identifiers are not misread. */
  private void cxx(String name) {
    int at = 2;
    while (at < name.length()) {
      char c = name.charAt(at);
      if (c >= '1' && c <= '9') {
        int length = 0;
        while (at < name.length() && Character.isDigit(name.charAt(at)) && length < 100_000) {
          length = length * 10 + (name.charAt(at) - '0');
          at++;
        }
        newString |=
            name.startsWith("__cxx11", at) || (length == 5 && name.startsWith("cxx11", at));
        at += length;
      } else if (c == 'S' && at + 1 < name.length()) {
        oldString |= name.charAt(at + 1) == 's';
        at += 2;
      } else {
        at++;
      }
    }
  }
}
