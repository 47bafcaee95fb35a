package heddle.rust;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What each unit does for link-time optimisation: roots say what they need, dependencies give what
 * those above them can use, and a unit that is wanted in two ways gives both. Rules: cargo's {@code
 * core/compiler/lto.rs}.
 */
final class LtoPlan {
  /** What one run of rustc does; the arguments are those that say so. */
  sealed interface Use {
    record Run(String name) implements Use {}

    record Off() implements Use {}

    record OnlyBitcode() implements Use {}

    record ObjectAndBitcode() implements Use {}

    record OnlyObject() implements Use {}

    default List<String> arguments() {
      return switch (this) {
        case Run(String name) -> List.of("-C", name.isEmpty() ? "lto" : "lto=" + name);
        case Off() -> List.of("-C", "lto=off", "-C", "embed-bitcode=no");
        case OnlyBitcode() -> List.of("-C", "linker-plugin-lto");
        case ObjectAndBitcode() -> List.of();
        case OnlyObject() -> List.of("-C", "embed-bitcode=no");
      };
    }
  }

  private static final Use OBJECT = new Use.OnlyObject();

  private final List<Crate> crates;
  private final List<Use> uses;
  private final boolean[] known;

  private LtoPlan(List<Crate> crates) {
    this.crates = crates;
    this.uses = new ArrayList<>(Collections.nCopies(crates.size(), OBJECT));
    this.known = new boolean[crates.size()];
  }

  /** The use of each unit, by its index. */
  static List<Use> of(List<Crate> crates, List<Integer> roots) {
    LtoPlan plan = new LtoPlan(crates);
    for (int root : roots) {
      plan.visit(root, plan.wantedOf(crates.get(root)));
    }
    return List.copyOf(plan.uses);
  }

  private Use wantedOf(Crate root) {
    return switch (root.codegen().lto()) {
      case Codegen.Lto.No() -> OBJECT;
      case Codegen.Lto.Off() -> new Use.Off();
      case Codegen.Lto.Run(String _) -> {
        if (root.forHost()) {
          yield OBJECT;
        }
        yield needsObject(root.crateTypes()) ? mixed(root.crateTypes()) : new Use.OnlyBitcode();
      }
    };
  }

  private void visit(int index, Use parent) {
    Crate crate = crates.get(index);
    Use use = use(crate, parent);
    if (known[index]) {
      Use merged = merge(use, uses.get(index));
      if (merged.equals(uses.get(index))) {
        return;
      }
      use = merged;
    }
    known[index] = true;
    uses.set(index, use);
    for (Crate.Dependency dependency : crate.dependencies()) {
      visit(dependency.index(), use);
    }
  }

  private static Use use(Crate crate, Use parent) {
    if (crate.forHost()) {
      return OBJECT;
    }
    List<String> types =
        crate.work() == Crate.Work.TEST || crate.work() == Crate.Work.DOC_TEST
            ? List.of("bin")
            : crate.crateTypes();
    if (types.stream().allMatch(LtoPlan::canRun)) {
      return switch (crate.codegen().lto()) {
        case Codegen.Lto.Run(String name) -> new Use.Run(name);
        case Codegen.Lto.Off() -> new Use.Off();
        case Codegen.Lto.No() -> OBJECT;
      };
    }
    boolean object = needsObject(types);
    return switch (parent) {
      case Use.Run(String _) -> object ? mixed(types) : new Use.OnlyBitcode();
      case Use.OnlyBitcode() -> object ? mixed(types) : parent;
      case Use.Off(), Use.OnlyObject(), Use.ObjectAndBitcode() -> parent;
    };
  }

  private static Use merge(Use one, Use other) {
    if (one instanceof Use.Run || other instanceof Use.Run) {
      return one instanceof Use.Run ? one : other;
    }
    if (one instanceof Use.Off || other instanceof Use.Off) {
      return new Use.Off();
    }
    return one.equals(other) ? one : new Use.ObjectAndBitcode();
  }

  private static boolean canRun(String type) {
    return type.equals("bin") || type.equals("staticlib") || type.equals("cdylib");
  }

  private static boolean needsObject(List<String> types) {
    return types.stream()
        .anyMatch(type -> canRun(type) || type.equals("dylib") || type.equals("proc-macro"));
  }

  private static Use mixed(List<String> types) {
    return types.stream().allMatch("dylib"::equals) ? OBJECT : new Use.ObjectAndBitcode();
  }
}
