package heddle.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A graph of small programs over a few inputs, made from a seed; each program is a task, and {@link
 * Oracle} knows its value.
 */
final class RandomGraph {
  static final int INPUTS = 5;

  /** What a program does with its number. A target below 0 is an input, else a program. */
  sealed interface Step {
    /** Adds the values of all. */
    record All(List<Integer> targets) implements Step {}

    /**
     * Adds, for each target in a branch of its own, its value and that of input 0, and of an inner
     * branch on input 1.
     */
    record Branches(List<Integer> targets) implements Step {}

    /** Adds the first result of a staged program. */
    record Early(int target) implements Step {}

    /** Adds the value, or 3 where it fails. */
    record Caught(int target) implements Step {}

    /** Fails if the number leaves this rest. */
    record FailIf(int rest) implements Step {}

    /** Gives the number as first result. */
    record First() implements Step {}

    /** Adds the value, and needs the blob that the program leaves. */
    record NeedBlob(int target) implements Step {}
  }

  /** A step that is left out if the number leaves this rest. */
  record Guarded(int rest, Step step) {}

  enum Kind {
    PLAIN,
    STAGED,
    DURABLE
  }

  record Program(Kind kind, List<Guarded> steps) {}

  record Observed(RandomGraph graph, int at) implements Traceable<Integer> {
    @Override
    public Integer run(Context c) throws Exception {
      if (graph.inputs[at] == 9) {
        throw new Exception("input " + at);
      }
      return graph.inputs[at];
    }

    @Override
    public String kind() {
      return "observed";
    }

    @Override
    public String key() {
      return String.valueOf(at);
    }

    @Override
    public String digest(Integer value) {
      return value.toString();
    }

    @Override
    public String toString() {
      return "in" + at;
    }
  }

  record Plain(RandomGraph graph, int id) implements Task<Integer> {
    @Override
    public Integer run(Context c) throws Exception {
      return graph.run(id, c, _ -> {});
    }

    @Override
    public String toString() {
      return "p" + id;
    }
  }

  record InStages(RandomGraph graph, int id) implements Staged<Integer, Integer> {
    @Override
    public Integer run(Context c, Consumer<? super Integer> first) throws Exception {
      return graph.run(id, c, first);
    }

    @Override
    public String toString() {
      return "s" + id;
    }
  }

  record Kept(RandomGraph graph, int id) implements Durable<Integer> {
    @Override
    public Integer run(Context c) throws Exception {
      return graph.run(id, c, _ -> {});
    }

    @Override
    public String key() {
      return "kept" + id;
    }

    @Override
    public String encode(Integer value) {
      return value.toString();
    }

    @Override
    public Integer decode(String text) {
      return Integer.valueOf(text);
    }

    @Override
    public String toString() {
      return "d" + id;
    }
  }

  final List<Program> programs = new ArrayList<>();
  final int[] inputs = new int[INPUTS];
  final Map<Integer, Boolean> blobs = new ConcurrentHashMap<>();
  final AtomicInteger running = new AtomicInteger();
  private volatile Random delays = new Random(0);

  /**
   * With cycles there is nothing that catches a failure: what it would see depends on where the
   * cycle was entered.
   */
  RandomGraph(Random random, boolean cycles) {
    for (int i = 0; i < INPUTS; i++) {
      inputs[i] = random.nextInt(4);
    }
    int size = 2 + random.nextInt(30);
    var kinds = new ArrayList<Kind>();
    for (int i = 0; i < size; i++) {
      kinds.add(Kind.values()[random.nextInt(3)]);
    }
    for (int i = 0; i < size; i++) {
      var steps = new ArrayList<Guarded>();
      int count = random.nextInt(5);
      int first =
          kinds.get(i) == Kind.STAGED && random.nextInt(15) > 0 ? random.nextInt(count + 1) : -1;
      for (int s = 0; s <= count; s++) {
        if (s == first) {
          steps.add(new Guarded(-1, new Step.First()));
        }
        steps.add(new Guarded(random.nextInt(6), step(random, cycles, i, kinds)));
      }
      programs.add(new Program(kinds.get(i), List.copyOf(steps)));
    }
  }

  private static Step step(Random random, boolean cycles, int id, List<Kind> kinds) {
    int target = target(random, cycles, id, kinds.size());
    return switch (random.nextInt(cycles ? 8 : 10)) {
      case 0, 1, 2 -> new Step.All(targets(random, cycles, id, kinds.size()));
      case 3, 4 -> new Step.Branches(targets(random, cycles, id, kinds.size()));
      case 5, 6 ->
          target >= 0 && kinds.get(target) == Kind.STAGED
              ? new Step.Early(target)
              : new Step.All(List.of(target));
      case 7 -> new Step.FailIf(random.nextInt(12));
      case 8 -> new Step.Caught(target);
      default ->
          target >= 0 && kinds.get(target) == Kind.PLAIN
              ? new Step.NeedBlob(target)
              : new Step.All(List.of());
    };
  }

  private static List<Integer> targets(Random random, boolean cycles, int id, int size) {
    var targets = new ArrayList<Integer>();
    for (int i = random.nextInt(4); i > 0; i--) {
      targets.add(target(random, cycles, id, size));
    }
    return List.copyOf(targets);
  }

  private static int target(Random random, boolean cycles, int id, int size) {
    if (random.nextInt(4) == 0 || (id == 0 && !cycles)) {
      return -1 - random.nextInt(INPUTS);
    }
    return cycles && random.nextInt(10) == 0
        ? random.nextInt(size)
        : random.nextInt(Math.max(1, id));
  }

  /** From now on tasks dawdle by this seed. */
  void dawdle(Random random) {
    delays = random;
  }

  Handlers handlers() {
    return Handlers.none().traceable("observed", key -> new Observed(this, Integer.parseInt(key)));
  }

  Task<Integer> task(int target) {
    if (target < 0) {
      return new Observed(this, -1 - target);
    }
    return switch (programs.get(target).kind()) {
      case PLAIN -> new Plain(this, target);
      case STAGED -> new InStages(this, target);
      case DURABLE -> new Kept(this, target);
    };
  }

  private int run(int id, Context c, Consumer<? super Integer> first) throws Exception {
    running.incrementAndGet();
    try {
      if (delays.nextInt(4) == 0) {
        LockSupport.parkNanos(delays.nextInt(40_000));
      }
      int number = id;
      for (Guarded guarded : programs.get(id).steps()) {
        if (number % 6 != guarded.rest()) {
          number = next(id, number, guarded.step(), c, first);
        }
      }
      blobs.put(id, true);
      return number % 7;
    } finally {
      running.decrementAndGet();
    }
  }

  private int next(int id, int number, Step step, Context c, Consumer<? super Integer> first)
      throws Exception {
    int sum = number;
    switch (step) {
      case Step.All(var targets) -> {
        for (int value : c.all(targets.stream().map(this::task).toList())) {
          sum += value;
        }
      }
      case Step.Branches(var targets) -> {
        for (int value : c.map(targets, this::branch)) {
          sum += value;
        }
      }
      case Step.Early(int target) -> sum += c.early(new InStages(this, target));
      case Step.Caught(int target) -> {
        try {
          sum += c.get(task(target));
        } catch (BuildException _) {
          sum += 3;
        }
      }
      case Step.FailIf(int rest) -> {
        if (number % 12 == rest) {
          throw new Exception("p" + id + " at " + number);
        }
      }
      case Step.First() -> first.accept(number);
      case Step.NeedBlob(int target) -> {
        sum += c.get(task(target));
        if (!blobs.containsKey(target)) {
          throw new LostValue(task(target), "blob " + target);
        }
      }
    }
    return sum;
  }

  private int branch(Context c, int target) throws Exception {
    int value = c.get(task(target)) + c.get(task(-1));
    for (int inner : c.map(List.of(-2), (b, t) -> b.get(task(t)))) {
      value += inner;
    }
    return value;
  }
}
