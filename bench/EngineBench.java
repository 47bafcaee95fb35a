import heddle.engine.Context;
import heddle.engine.Engine;
import heddle.engine.Handlers;
import heddle.engine.Input;
import heddle.engine.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * Times the engine alone: a grid of tasks, its verification, and one long chain. Run: {@code java
 * -cp JAR bench/EngineBench.java}
 */
public final class EngineBench {
  record Seed(int at) implements Input<Integer> {
    @Override
    public Integer run(Context c) {
      return at;
    }
  }

  /** Three requests in one group. */
  record Cell(int layer, int at) implements Task<Integer> {
    @Override
    public Integer run(Context c) throws Exception {
      if (layer == 0) {
        return c.get(new Seed(at));
      }
      int sum = 0;
      for (int each :
          c.<Integer>all(
              List.of(
                  new Cell(layer - 1, at),
                  new Cell(layer - 1, (at + 1) % 1000),
                  new Cell(layer - 1, at * 7 % 1000)))) {
        sum += each;
      }
      return sum;
    }
  }

  /** The same, with a key as large as a compiler's command line. */
  record Wide(List<String> words, int layer, int at) implements Task<Integer> {
    @Override
    public Integer run(Context c) throws Exception {
      if (layer == 0) {
        return at;
      }
      int sum = 0;
      for (int each :
          c.<Integer>all(
              List.of(
                  new Wide(words, layer - 1, at),
                  new Wide(words, layer - 1, (at + 1) % 1000),
                  new Wide(words, layer - 1, at * 7 % 1000)))) {
        sum += each;
      }
      return sum;
    }
  }

  record Layer(boolean wide, int layer) implements Task<Integer> {
    @Override
    public Integer run(Context c) throws Exception {
      var words = new ArrayList<String>();
      for (int i = 0; i < 60; i++) {
        words.add("--word-" + i);
      }
      var cells = new ArrayList<Task<Integer>>();
      for (int i = 0; i < 1000; i++) {
        cells.add(wide ? new Wide(words, layer, i) : new Cell(layer, i));
      }
      int sum = 0;
      for (int each : c.<Integer>all(cells)) {
        sum += each;
      }
      return sum;
    }
  }

  record Chain(int length) implements Task<Integer> {
    @Override
    public Integer run(Context c) throws Exception {
      return length == 0 ? 0 : 1 + c.get(new Chain(length - 1));
    }
  }

  private EngineBench() {}

  public static void main(String[] args) throws Exception {
    for (int round = 1; round <= 3; round++) {
      System.out.println("round " + round);
      twice("grid of 20,000 tasks, 60,000 requests", new Layer(false, 19));
      twice("the same, keys of 60 words", new Layer(true, 19));
      twice("chain of 100,000", new Chain(100_000));
    }
  }

  private static void twice(String name, Task<?> task) throws Exception {
    try (var engine = new Engine(Handlers.none())) {
      long first = millis(engine, task);
      engine.advance();
      long second = millis(engine, task);
      System.gc();
      var memory = Runtime.getRuntime();
      System.out.printf(
          "  %-42s %5d ms, verified in %4d ms; %d MB kept%n",
          name, first, second, (memory.totalMemory() - memory.freeMemory()) >> 20);
    }
  }

  private static long millis(Engine engine, Task<?> task) throws Exception {
    long began = System.nanoTime();
    engine.evaluate(task);
    return (System.nanoTime() - began) / 1_000_000;
  }
}
