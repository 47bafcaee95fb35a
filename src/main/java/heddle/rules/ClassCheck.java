package heddle.rules;

import heddle.text.Problem;
import heddle.text.Source;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.ConstantDynamicEntry;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Holds one class of the rules against the {@link Allowlist}: each use that it refuses, once. */
final class ClassCheck {
  private static final String KEEPS = "a task keeps nothing from run to run";

  /** What is generated beside the rules, and the first words of the names that it uses. */
  private static final Set<String> RESERVED = Set.of(Compiled.MAKER, "heddle", "java");

  private final OwnClasses own;
  private final Source source;
  private final String name;
  private final LinkedHashSet<Problem> problems = new LinkedHashSet<>();
  private final LinkedHashSet<String> refused = new LinkedHashSet<>();
  private int start;
  private int line;

  /**
   * Of a class.
   *
   * @param own all classes of the rules
   * @param source the file it was compiled from
   */
  ClassCheck(OwnClasses own, Source source, String name) {
    this.own = own;
    this.source = source;
    this.name = name;
  }

  List<Problem> check(ClassModel model) {
    place(model);
    for (MethodModel method : model.methods()) {
      line = first(method).orElse(start);
      String called = method.methodName().stringValue();
      if (method.flags().has(AccessFlag.NATIVE)) {
        refuse(line, "`" + name + "` has the native method `" + called + "`", "");
      }
      if (called.equals("finalize") && method.methodType().equalsString("()V")) {
        refuse(line, "`" + name + "` has a finalizer, which a rule may not", KEEPS);
      }
      if (method.flags().has(AccessFlag.SYNCHRONIZED)) lock();
      method.code().ifPresent(this::code);
    }
    line = start;
    new KeptFields(own, model)
        .changeable()
        .forEach(
            (field, why) -> refuse(start, "`" + name + "` has the " + field + ", " + why, KEEPS));
    for (ClassEntry each : model.interfaces()) {
      if (!Allowlist.implementable(each.asInternalName())) {
        refuse(
            start,
            "`" + name + "` implements `" + java(each.asInternalName()) + "`, which a rule may not",
            "a rule implements `Task`, or `Staged`");
      }
    }
    for (PoolEntry each : model.constantPool()) {
      if (each instanceof ClassEntry type) type(type.asInternalName());
    }
    return List.copyOf(problems);
  }

  /** Where the class begins, and whether it may be called what it is. */
  private void place(ClassModel model) {
    start =
        model.methods().stream()
            .map(ClassCheck::first)
            .flatMap(Optional::stream)
            .min(Integer::compare)
            .orElse(0);
    line = start;
    String internal = model.thisClass().asInternalName();
    if (internal.startsWith("heddle/") || RESERVED.contains(name)) {
      refuse(start, "`" + name + "` has a name that is Heddle's own", "");
    }
  }

  /** The first line of a method; empty if it has no code. */
  static Optional<Integer> first(MethodModel method) {
    return method.code().stream()
        .flatMap(CodeModel::elementStream)
        .filter(LineNumber.class::isInstance)
        .map(element -> ((LineNumber) element).line())
        .min(Integer::compare);
  }

  private void lock() {
    refuse(
        line,
        "`" + name + "` takes a lock, which a rule may not",
        "what a rule requests by `all` and `map` runs in parallel, and shares nothing");
  }

  private void code(CodeModel code) {
    for (CodeElement element : code) {
      switch (element) {
        case LineNumber number -> line = number.line();
        case Instruction instruction -> instruction(instruction);
        default -> {
          continue;
        }
      }
    }
  }

  private void instruction(Instruction instruction) {
    switch (instruction) {
      case InvokeInstruction call ->
          member(
              call.owner().asInternalName(), call.name().stringValue(), call.type().stringValue());
      case FieldInstruction field ->
          member(
              field.owner().asInternalName(),
              field.name().stringValue(),
              field.type().stringValue());
      case NewObjectInstruction made -> type(made.className().asInternalName());
      case NewReferenceArrayInstruction made -> type(made.componentType().asInternalName());
      case NewMultiArrayInstruction made -> type(made.arrayType().asInternalName());
      case TypeCheckInstruction checked -> type(checked.type().asInternalName());
      case InvokeDynamicInstruction linked -> {
        linked(linked.bootstrapMethod().owner().descriptorString());
        types(linked.typeSymbol());
        linked.invokedynamic().bootstrap().arguments().forEach(this::constant);
      }
      case MonitorInstruction _ -> lock();
      case ConstantInstruction.LoadConstantInstruction load -> constant(load.constantEntry());
      default -> {
        return;
      }
    }
  }

  private void constant(LoadableConstantEntry entry) {
    switch (entry) {
      case ClassEntry type -> type(type.asInternalName());
      case MethodHandleEntry handle -> {
        MemberRefEntry member = handle.reference();
        String owner = member.owner().asInternalName();
        if (!Calls.links(owner)) {
          member(owner, member.name().stringValue(), member.type().stringValue());
        }
      }
      case MethodTypeEntry types -> types(types.asSymbol());
      case ConstantDynamicEntry dynamic -> {
        linked(
            "L" + dynamic.bootstrap().bootstrapMethod().reference().owner().asInternalName() + ";");
        dynamic.bootstrap().arguments().forEach(this::constant);
      }
      default -> {
        return;
      }
    }
  }

  /** What a lambda takes and gives, and what a text is made of. */
  private void types(MethodTypeDesc types) {
    types.parameterList().forEach(each -> type(internal(each)));
    type(internal(types.returnType()));
  }

  /** As in a constant pool; empty for a primitive type. */
  private static String internal(ClassDesc type) {
    String text = type.descriptorString();
    if (type.isPrimitive()) return "";
    return text.startsWith("L") ? text.substring(1, text.length() - 1) : text;
  }

  private void linked(String descriptor) {
    String owner = descriptor.substring(1, descriptor.length() - 1);
    if (!Calls.links(owner)) type(owner + "$"); // never allowed: javac links by no other
  }

  private void member(String owner, String member, String descriptor) {
    if (owner.startsWith("[")) {
      type(owner);
      return;
    }
    for (String each : own.strangers(owner, member, descriptor)) stranger(each, member, descriptor);
  }

  private void stranger(String owner, String member, String descriptor) {
    Optional<String> why =
        Allowlist.names(owner)
            ? Calls.refusal(owner, member, descriptor)
            : Optional.of(Calls.instead(owner, member));
    if (why.isEmpty() || !refused.add(line + owner + member)) return;
    refused.add(owner);
    String what = member.equals("<init>") ? "makes a " : "uses ";
    String shown = member.equals("<init>") ? java(owner) : java(owner) + "." + member;
    refuse(line, "`" + name + "` " + what + "`" + shown + "`, which a rule may not", why.get());
  }

  private void type(String internal) {
    Optional<String> type = element(internal);
    if (type.isEmpty() || own.has(type.get()) || Allowlist.names(type.get())) return;
    if (refused.add(type.get())) {
      refuse(
          line,
          "`" + name + "` names `" + java(type.get()) + "`, which a rule may not",
          Calls.instead(type.get(), ""));
    }
  }

  /** The class, or that of an array's elements; empty for primitive ones. */
  private static Optional<String> element(String internal) {
    if (!internal.startsWith("[")) return Optional.of(internal).filter(each -> !each.isEmpty());
    String element = internal.replace("[", "");
    return element.startsWith("L")
        ? Optional.of(element.substring(1, element.length() - 1))
        : Optional.empty();
  }

  private static String java(String internal) {
    return internal.replace('/', '.').replace('$', '.');
  }

  private void refuse(int at, String message, String instead) {
    var problem = at > 0 ? Problem.at(Lines.place(source, at), message) : Problem.of(message);
    problems.add(instead.isEmpty() ? problem : problem.withNote(instead));
  }
}
