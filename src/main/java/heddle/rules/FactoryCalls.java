package heddle.rules;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which fields of a class each assignment gives a collection that never changes: straight from a
 * factory, or from a variable that a factory filled before the code first branches ({@code names =
 * List.copyOf(names)} at the head of a record's constructor).
 */
record FactoryCalls(ClassModel model, Opcode put) {
  Set<String> fields() {
    var made = new HashSet<String>();
    var other = new HashSet<String>();
    for (var method : model.methods()) {
      if (method.code().isPresent()) look(method.code().get(), made, other);
    }
    made.removeAll(other);
    return made;
  }

  private void look(CodeModel code, Set<String> made, Set<String> other) {
    Set<Integer> spoilt = spoilt(code);
    var filled = new HashSet<Integer>();
    boolean straight = true;
    Optional<Instruction> before = Optional.empty();
    for (CodeElement element : code) {
      straight &= !branches(element);
      if (element instanceof LabelTarget) before = Optional.empty(); // one may come from elsewhere
      if (!(element instanceof Instruction instruction)) continue;
      if (instruction instanceof StoreInstruction store && straight) filled.add(store.slot());
      if (instruction instanceof FieldInstruction field && field.opcode() == put) {
        boolean good =
            before.filter(each -> factory(each) || loads(each, filled, spoilt)).isPresent();
        (good ? made : other).add(field.name().stringValue());
      }
      if (!(instruction instanceof TypeCheckInstruction)) before = Optional.of(instruction);
    }
  }

  /** The variables that anything but a factory fills anywhere. */
  private static Set<Integer> spoilt(CodeModel code) {
    var spoilt = new HashSet<Integer>();
    Optional<Instruction> before = Optional.empty();
    for (CodeElement element : code) {
      if (element instanceof LabelTarget) before = Optional.empty();
      if (!(element instanceof Instruction instruction)) continue;
      if (instruction instanceof StoreInstruction store
          && before.filter(FactoryCalls::factory).isEmpty()) {
        spoilt.add(store.slot());
      }
      if (!(instruction instanceof TypeCheckInstruction)) before = Optional.of(instruction);
    }
    return spoilt;
  }

  private static boolean factory(Instruction instruction) {
    return instruction instanceof InvokeInstruction call
        && Allowlist.makesConstant(call.owner().asInternalName(), call.name().stringValue());
  }

  private static boolean loads(Instruction instruction, Set<Integer> filled, Set<Integer> spoilt) {
    return instruction instanceof LoadInstruction load
        && filled.contains(load.slot())
        && !spoilt.contains(load.slot());
  }

  private static boolean branches(CodeElement element) {
    return switch (element) {
      case LabelTarget _,
          BranchInstruction _,
          LookupSwitchInstruction _,
          TableSwitchInstruction _ ->
          true;
      default -> false;
    };
  }
}
