package heddle.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of the house as ArchUnit rules, for any root package: the project's, or a fixture that
 * breaks them.
 */
final class Rules {
  private final String root;
  private final Map<String, List<String>> rooms;

  Rules(String root, Map<String, List<String>> rooms) {
    this.root = root;
    this.rooms = rooms;
  }

  /** The room of a class: the first package below the root; empty for a class of nobody's. */
  String room(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith(root + ".")) return "";
    String rest = name.substring(root.length() + 1);
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  List<ArchRule> downwards() {
    var rules = new ArrayList<ArchRule>();
    for (var each : rooms.entrySet()) {
      String room = each.getKey();
      List<String> allowed = each.getValue();
      rules.add(
          classes()
              .that(describe("are of room " + room, c -> room(c).equals(room)))
              .should(
                  never(
                      dependOnClassesThat(
                          describe(
                              "are of a room that " + room + " may not use",
                              c ->
                                  !room(c).isEmpty()
                                      && !room(c).equals(room)
                                      && !allowed.contains(room(c))))))
              .allowEmptyShould(true)
              .because("dependencies point downwards, as Rooms.table says"));
    }
    return rules;
  }

  ArchRule onlyProcessStartsProcesses() {
    return noClasses()
        .that(describe("are outside process", c -> !room(c).equals("process")))
        .should()
        .dependOnClassesThat(
            describe("start processes", c -> c.isEquivalentTo(ProcessBuilder.class)))
        .because("only process starts processes");
  }

  ArchRule onlyFourRoomsTouchFiles() {
    Set<String> rooms = Set.of("world", "store", "fetch", "process");
    Set<String> types =
        Set.of(
            "java.nio.file.Files",
            "java.io.File",
            "java.io.FileInputStream",
            "java.io.FileReader",
            "java.io.FileWriter",
            "java.io.RandomAccessFile",
            "java.nio.channels.FileChannel");
    return noClasses()
        .that(describe("are outside world, store, fetch, process", c -> !rooms.contains(room(c))))
        .should()
        .dependOnClassesThat(describe("touch files", c -> types.contains(c.getName())))
        .because("only world, store, fetch and process touch the file system");
  }

  ArchRule onlyCliTouchesTheProcess() {
    return noClasses()
        .that(describe("are outside cli", c -> !room(c).equals("cli")))
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .because("only cli prints, ends the process or reads the environment");
  }

  ArchRule noMutableStatics() {
    return fields()
        .that()
        .areStatic()
        .and(
            describe(
                "are written by a person",
                (JavaField f) -> !f.getModifiers().contains(JavaModifier.SYNTHETIC)))
        .should()
        .beFinal()
        .because("there is no static mutable state")
        .allowEmptyShould(true);
  }

  ArchRule engineKnowsNoFile() {
    return noClasses()
        .that(describe("are of engine", c -> room(c).equals("engine")))
        .should()
        .dependOnClassesThat(
            describe(
                "are files, network or processes",
                c ->
                    c.getPackageName().startsWith("java.nio.file")
                        || c.getPackageName().startsWith("java.net")
                        || (c.getPackageName().equals("java.io")
                            && !c.getName().endsWith("Exception")
                            && !c.getName().endsWith("Serializable"))))
        .allowEmptyShould(true)
        .because("the engine has no input or output and no word of the domain");
  }

  List<ArchRule> all() {
    var rules = new ArrayList<>(downwards());
    rules.add(onlyProcessStartsProcesses());
    rules.add(onlyFourRoomsTouchFiles());
    rules.add(onlyCliTouchesTheProcess());
    rules.add(noMutableStatics());
    rules.add(engineKnowsNoFile());
    return rules;
  }
}
