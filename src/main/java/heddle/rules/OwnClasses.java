package heddle.rules;

import heddle.store.Digest;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The classes of the rules by binary name, with slashes: what they declare and inherit. */
final class OwnClasses {
  private final Map<String, ClassModel> models = new TreeMap<>();
  private final Map<String, Digest> digests = new TreeMap<>();

  OwnClasses(Map<String, byte[]> classes) {
    classes.forEach((name, bytes) -> {
      models.put(name.replace('.', '/'), ClassFile.of().parse(bytes));
      digests.put(name.replace('.', '/'), Digest.of(bytes));
    });
  }

  /** These classes and all of the rules that they name, with the digests of their bytes. */
  Map<String, Digest> used(List<String> roots) {
    var used = new TreeMap<String, Digest>();
    var open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      String each = open.pop();
      Optional<ClassModel> model = model(each);
      if (model.isEmpty() || used.containsKey(each)) continue;
      used.put(each, digest(each));
      for (PoolEntry entry : model.get().constantPool()) {
        if (entry instanceof Utf8Entry text) named(text.stringValue(), open);
      }
    }
    return used;
  }

  private Digest digest(String name) {
    return Optional.ofNullable(digests.get(name)).orElseThrow();
  }

  /** A class is named by its name, or within the descriptor of what is about it. */
  private void named(String text, ArrayDeque<String> into) {
    for (String each : names()) if (text.contains(each)) into.push(each);
  }

  Set<String> names() {
    return models.keySet();
  }

  boolean has(String name) {
    return models.containsKey(name);
  }

  Optional<ClassModel> model(String name) {
    return Optional.ofNullable(models.get(name));
  }

  /**
   * Whose member is meant by one of this owner: none if the rules declare it, else all classes that
   * are not theirs and from which it may be inherited.
   */
  Set<String> strangers(String owner, String member, String descriptor) {
    var strangers = new LinkedHashSet<String>();
    var open = new ArrayDeque<>(Set.of(owner));
    while (!open.isEmpty()) {
      String each = open.pop();
      var model = model(each);
      if (model.isEmpty()) {
        strangers.add(each);
        continue;
      }
      if (declares(model.get(), member, descriptor)) continue;
      model.get().superclass().ifPresent(type -> open.add(type.asInternalName()));
      model.get().interfaces().forEach(type -> open.add(type.asInternalName()));
    }
    return strangers;
  }

  private static boolean declares(ClassModel model, String member, String descriptor) {
    return model.methods().stream()
            .anyMatch(
                m -> m.methodName().equalsString(member) && m.methodType().equalsString(descriptor))
        || model.fields().stream().anyMatch(f -> f.fieldName().equalsString(member));
  }
}
