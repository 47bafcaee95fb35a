package heddle.rules;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.Signature;
import java.lang.reflect.AccessFlag;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The fields of a class in which something could be kept from run to run: static ones, and those of
 * enum constants. They must be final and of types whose values never change; a list, a set or a map
 * must be one of such values, made by a factory where it is assigned ({@link FactoryCalls}). That
 * inner lists of lists are made so is not looked at.
 */
final class KeptFields {
  private static final String CHANGES = "whose value can change";

  private final OwnClasses own;
  private final ClassModel model;

  KeptFields(OwnClasses own, ClassModel model) {
    this.own = own;
    this.model = model;
  }

  /** What such fields are called, and what is wrong with each. */
  Map<String, String> changeable() {
    var wrong = new LinkedHashMap<String, String>();
    boolean constants = ofEnum(model);
    for (FieldModel field : model.fields()) {
      boolean isStatic = field.flags().has(AccessFlag.STATIC);
      if (!isStatic && !constants) continue;
      String shown = (isStatic ? "static field `" : "field `") + name(field) + "`";
      if (!field.flags().has(AccessFlag.FINAL)) {
        wrong.put(shown, "which is not final");
      } else if (!field.flags().has(AccessFlag.SYNTHETIC)
          && !constant(model, field, new HashSet<>())) {
        wrong.put(shown, CHANGES);
      }
    }
    return wrong;
  }

  private static String name(FieldModel field) {
    return field.fieldName().stringValue();
  }

  /** An enum, or the class of one of its constants. */
  private boolean ofEnum(ClassModel type) {
    String parent = parent(type);
    return parent.equals("java/lang/Enum")
        || own.model(parent).filter(t -> parent(t).equals("java/lang/Enum")).isPresent();
  }

  private static String parent(ClassModel type) {
    return type.superclass().map(s -> s.asInternalName()).orElse("");
  }

  private boolean constant(ClassModel in, FieldModel field, Set<String> seen) {
    String descriptor = field.fieldType().stringValue();
    if (descriptor.length() == 1) return true;
    if (!descriptor.startsWith("L")) return false;
    String type = descriptor.substring(1, descriptor.length() - 1);
    if (!Allowlist.collection(type)) return constant(type, seen);
    var put = field.flags().has(AccessFlag.STATIC) ? Opcode.PUTSTATIC : Opcode.PUTFIELD;
    return new FactoryCalls(in, put).fields().contains(name(field))
        && field
            .findAttribute(Attributes.signature())
            .filter(each -> constant(each.asTypeSignature(), seen))
            .isPresent();
  }

  /** What is declared to be in a collection. */
  private boolean constant(Signature signature, Set<String> seen) {
    if (!(signature instanceof Signature.ClassTypeSig type)) return false;
    String text = type.classDesc().descriptorString();
    String name = text.substring(1, text.length() - 1);
    if (!Allowlist.collection(name)) return constant(name, seen);
    for (Signature.TypeArg each : type.typeArgs()) {
      if (!(each instanceof Signature.TypeArg.Bounded in)
          || in.wildcardIndicator() != Signature.TypeArg.Bounded.WildcardIndicator.NONE
          || !constant(in.boundType(), seen)) {
        return false;
      }
    }
    return !type.typeArgs().isEmpty();
  }

  /** Enums are looked at as classes of their own; a record is what it was given. */
  private boolean constant(String type, Set<String> seen) {
    if (Allowlist.constant(type)) return true;
    var model = own.model(type);
    if (model.isEmpty()) return false;
    if (ofEnum(model.get())) return true;
    if (!parent(model.get()).equals("java/lang/Record")) return false;
    if (!seen.add(type)) return true;
    for (FieldModel each : model.get().fields()) {
      if (!each.flags().has(AccessFlag.STATIC) && !constant(model.get(), each, seen)) return false;
    }
    return true;
  }
}
