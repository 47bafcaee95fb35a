package heddle.rules;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.reflect.AccessFlag;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The static fields of a class in which something could be kept from run to run: those that are not
 * final, and those whose values can change. A list, a set or a map is a constant if one of their
 * factories makes it where it is assigned; what is in it is not looked at.
 */
final class StaticFields {
  private final OwnClasses own;
  private final ClassModel model;

  StaticFields(OwnClasses own, ClassModel model) {
    this.own = own;
    this.model = model;
  }

  /** The names of such fields, and what is wrong with each. */
  Map<String, String> changeable() {
    var wrong = new LinkedHashMap<String, String>();
    Set<String> made = made();
    for (FieldModel field : model.fields()) {
      if (!field.flags().has(AccessFlag.STATIC)) continue;
      String name = field.fieldName().stringValue();
      String type = field.fieldType().stringValue();
      if (!field.flags().has(AccessFlag.FINAL)) {
        wrong.put(name, "which is not final");
      } else if (!field.flags().has(AccessFlag.SYNTHETIC)
          && !constant(type)
          && !made.contains(name)) {
        wrong.put(name, "whose value can change");
      }
    }
    return wrong;
  }

  private boolean constant(String descriptor) {
    if (descriptor.length() == 1) return true;
    if (!descriptor.startsWith("L")) return false;
    String type = descriptor.substring(1, descriptor.length() - 1);
    return Allowlist.constant(type) || own.model(type).filter(StaticFields::valueClass).isPresent();
  }

  /** Records and enums: what they hold was given to them when they were made. */
  private static boolean valueClass(ClassModel type) {
    String parent = type.superclass().map(s -> s.asInternalName()).orElse("");
    return parent.equals("java/lang/Record")
        || parent.equals("java/lang/Enum")
        || type.flags().has(AccessFlag.ENUM);
  }

  /** The fields that each assignment gives a collection which never changes. */
  private Set<String> made() {
    var constant = new HashSet<String>();
    var other = new HashSet<String>();
    for (MethodModel method : model.methods()) {
      if (method.code().isEmpty()) continue;
      Optional<Instruction> before = Optional.empty();
      for (CodeElement element : method.code().get()) {
        if (!(element instanceof Instruction instruction)) continue;
        if (instruction instanceof FieldInstruction field
            && field.opcode() == java.lang.classfile.Opcode.PUTSTATIC) {
          boolean factory =
              before.isPresent()
                  && before.get() instanceof InvokeInstruction call
                  && Allowlist.makesConstant(
                      call.owner().asInternalName(), call.name().stringValue());
          (factory ? constant : other).add(field.name().stringValue());
        }
        if (!(instruction instanceof TypeCheckInstruction)) before = Optional.of(instruction);
      }
    }
    constant.removeAll(other);
    return constant;
  }
}
