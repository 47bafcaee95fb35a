package heddle.rust;

import heddle.contract.ContractGraph;
import heddle.contract.Supply;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All that a build is made of: its packages, and what their scripts take from elsewhere.
 *
 * @param supplies by node of the contracts
 * @param tools the compilers, those of the host first
 */
public record Inventory(
    Path root,
    List<Crate> crates,
    ContractGraph contracts,
    List<List<Supply>> supplies,
    List<Tool> tools) {
  /**
   * A compiler.
   *
   * @param name {@code rustc}, or the family of a C compiler
   * @param triple what it makes code for
   */
  public record Tool(String name, String version, String triple) {}

  /**
   * A package of the plan.
   *
   * @param source as the lock writes it; empty for a path package
   * @param sha256 of its archive, from the lock
   * @param license as the manifest writes it; empty where it says none
   * @param links the native library that it stands for
   * @param dependencies indices of the packages it depends on
   */
  public record Crate(
      String name,
      String version,
      Optional<String> source,
      Optional<String> sha256,
      String license,
      Optional<String> links,
      boolean member,
      List<Integer> dependencies) {
    public Crate {
      dependencies = List.copyOf(dependencies);
    }

    public String shown() {
      return name + " v" + version;
    }
  }

  public Inventory {
    crates = List.copyOf(crates);
    supplies = List.copyOf(supplies);
    tools = List.copyOf(tools);
  }
}
