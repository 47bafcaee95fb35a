package heddle.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
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

  record Observed(RandomGraph graph, int at) implements Traceable<Integer>, Intrinsic<Integer> {
    int look() throws Exception {
      int value = graph.inputs[at];
      graph.gave(-1 - at, value == 9 ? new Object() : value);
      if (value == 9) {
        throw new Exception("input " + at);
      }
      return value;
    }

    /** Another each time the input was set, and sometimes none. */
    String stamp() {
      int version = graph.versions[at];
      return version % 4 == 3 ? "" : String.valueOf(version);
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
  private final int[] versions = new int[INPUTS];
  final Map<Integer, Boolean> blobs = new ConcurrentHashMap<>();

  /** A value, and how often it had become another. */
  private record Version(Object value, int number) {}

  /** What each input and program last gave; failures are equal to nothing. */
  private final Map<Object, Version> given = new ConcurrentHashMap<>();

  /** Among what a program saw: that it gave its first result. */
  private static final String FIRST = "first";

  /** What each program saw when it last gave a value in this process. */
  private final Map<Integer, List<Object>> seen = new ConcurrentHashMap<>();

  /** Programs that ran again and saw what they had seen, though their value was not lost. */
  final Set<Integer> needless = ConcurrentHashMap.newKeySet();

  /** How often each ran since this was cleared; and whether a value was found lost meanwhile. */
  final Map<Integer, Integer> runs = new ConcurrentHashMap<>();

  final AtomicInteger lost = new AtomicInteger();
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

  private void gave(Object who, Object value) {
    given.merge(
        who,
        new Version(value, 0),
        (old, now) -> old.value.equals(value) ? old : new Version(value, old.number + 1));
  }

  /** What a program sees of a target: where it comes from a trace nobody knows what was between. */
  private Object sight(int target, Object value) {
    return target >= 0 && programs.get(target).kind() == Kind.DURABLE
        ? new Object()
        : new Version(
            value, Optional.ofNullable(given.get(target)).map(Version::number).orElse(-1));
  }

  void set(int input, int value) {
    inputs[input] = value;
    versions[input]++;
  }

  /**
   * Those of a new process, which remembers nothing; with a rule in the place of another, or not.
   */
  Handlers handlers(boolean replaced) {
    seen.clear();
    var bound =
        Handlers.none()
            .with(Observed.class, (input, _) -> input.look())
            .stamped(Observed.class, Observed::stamp)
            .traceable("observed", key -> new Observed(this, Integer.parseInt(key)));
    return replaced
        ? bound.replacing(Observed.class, (input, c) -> c.get(new Original<>(input)))
        : bound;
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
    runs.merge(id, 1, Integer::sum);
    var before = Optional.ofNullable(seen.remove(id));
    var now = new ArrayList<Object>();
    Object end = new Object();
    try {
      if (delays.nextInt(4) == 0) {
        LockSupport.parkNanos(delays.nextInt(40_000));
      }
      int number = id;
      for (Guarded guarded : programs.get(id).steps()) {
        if (number % 6 != guarded.rest()) {
          number = next(id, number, guarded.step(), c, first, now);
        }
      }
      var kind = programs.get(id).kind();
      // Behind a trace a durable program knows its inputs alone, not what it requested.
      if (kind != Kind.DURABLE && before.filter(now::equals).isPresent()) {
        needless.add(id);
      }
      // A staged one that gave no first result has failed.
      if (kind != Kind.STAGED || now.contains(FIRST)) {
        seen.put(id, now);
        end = number % 7;
      }
      blobs.put(id, true);
      return number % 7;
    } finally {
      gave(id, end);
      if (!now.contains(FIRST)) {
        gave("early " + id, new Object());
      }
      running.decrementAndGet();
    }
  }

  private int next(
      int id, int number, Step step, Context c, Consumer<? super Integer> first, List<Object> now)
      throws Exception {
    int sum = number;
    switch (step) {
      case Step.All(var targets) -> {
        var values = c.all(targets.stream().map(this::task).toList());
        for (int i = 0; i < values.size(); i++) {
          now.add(sight(targets.get(i), values.get(i)));
          sum += values.get(i);
        }
      }
      case Step.Branches(var targets) -> {
        var values = c.map(targets, this::branch);
        for (int i = 0; i < values.size(); i++) {
          now.add(sight(targets.get(i), values.get(i).get(0)));
          now.add(sight(-1, values.get(i).get(1)));
          now.add(sight(-2, values.get(i).get(2)));
          sum += values.get(i).stream().mapToInt(Integer::intValue).sum();
        }
      }
      case Step.Early(int target) -> {
        int value = c.early(new InStages(this, target));
        now.add(
            new Version(
                value,
                Optional.ofNullable(given.get("early " + target)).map(Version::number).orElse(-1)));
        sum += value;
      }
      case Step.Caught(int target) -> {
        int value;
        try {
          value = c.get(task(target));
          now.add(sight(target, value));
        } catch (BuildException e) {
          value = 3;
          now.add(e.causes()); // each time another
        }
        sum += value;
      }
      case Step.FailIf(int rest) -> {
        if (number % 12 == rest) {
          throw new Exception("p" + id + " at " + number);
        }
      }
      case Step.First() -> {
        now.add(FIRST);
        gave("early " + id, number);
        first.accept(number);
      }
      case Step.NeedBlob(int target) -> {
        int value = c.get(task(target));
        now.add(sight(target, value));
        sum += value;
        if (!blobs.containsKey(target)) {
          seen.remove(target);
          lost.incrementAndGet();
          throw new LostValue(task(target), "blob " + target);
        }
      }
    }
    return sum;
  }

  /** All that the branch sees. */
  private List<Integer> branch(Context c, int target) throws Exception {
    var seen = new ArrayList<Integer>();
    seen.add(c.get(task(target)));
    seen.add(c.get(task(-1)));
    seen.addAll(c.map(List.of(-2), (b, t) -> b.get(task(t))));
    return List.copyOf(seen);
  }
}
