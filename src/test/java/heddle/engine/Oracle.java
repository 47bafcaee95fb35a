package heddle.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a program of a {@link RandomGraph} gives, by plain recursion: its value or its failures in
 * order, and what failed late.
 */
final class Oracle {
  /**
   * Failures in the order of requests, each once; a value where there are none. A cycle has no
   * failures but itself.
   */
  record Result(int value, List<String> failures, boolean cycle) {
    static Result of(int value) {
      return new Result(value, List.of(), false);
    }

    boolean good() {
      return failures.isEmpty() && !cycle;
    }
  }

  /** A program on its way: it stops at its first result if nothing but that is wanted. */
  private final class Run {
    final int id;
    int step;
    int number;
    Optional<Result> first = Optional.empty();
    Optional<Result> last = Optional.empty();
    boolean busy;

    Run(int id) {
      this.id = id;
      this.number = id;
    }

    /** Goes on to the first result, or to the end. */
    void go(boolean toEnd) {
      var steps = graph.programs.get(id).steps();
      while (last.isEmpty() && (toEnd || first.isEmpty())) {
        if (step == steps.size()) {
          end(Result.of(number % 7));
          return;
        }
        var guarded = steps.get(step++);
        if (number % 6 == guarded.rest()) {
          continue;
        }
        var next = next(guarded.step());
        if (next.good()) {
          number = next.value();
        } else {
          end(next);
        }
      }
    }

    private void end(Result result) {
      boolean late = first.isPresent();
      boolean staged = graph.programs.get(id).kind() == RandomGraph.Kind.STAGED;
      var whole =
          staged && !late && result.good()
              ? new Result(0, List.of("s" + id + " ended without its first result"), false)
              : result;
      last = Optional.of(whole);
      if (!late) {
        first = last;
      } else if (!whole.good()) {
        lateFailures.addAll(whole.failures());
      }
    }

    private Result next(RandomGraph.Step step) {
      return switch (step) {
        case RandomGraph.Step.All(var targets) ->
            sum(targets.stream().map(Oracle.this::whole).toList());
        case RandomGraph.Step.Branches(var targets) ->
            sum(targets.stream().map(this::branch).toList());
        case RandomGraph.Step.Early(int target) -> sum(List.of(early(target)));
        case RandomGraph.Step.Caught(int target) -> {
          var result = whole(target);
          yield Result.of(number + (result.good() ? result.value() : 3));
        }
        case RandomGraph.Step.FailIf(int rest) ->
            number % 12 == rest
                ? new Result(0, List.of("p" + id + " at " + number), false)
                : Result.of(number);
        case RandomGraph.Step.First() -> {
          first = Optional.of(Result.of(number));
          yield Result.of(number);
        }
        case RandomGraph.Step.NeedBlob(int target) -> sum(List.of(whole(target)));
      };
    }

    private Result branch(int target) {
      int sum = 0;
      for (int each : new int[] {target, -1, -2}) {
        var result = whole(each);
        if (!result.good()) {
          return result;
        }
        sum += result.value();
      }
      return Result.of(sum);
    }

    private Result sum(List<Result> results) {
      int sum = number;
      var failures = new LinkedHashSet<String>();
      boolean cycle = false;
      for (Result result : results) {
        sum += result.value();
        failures.addAll(result.failures());
        cycle |= result.cycle();
      }
      return failures.isEmpty() && !cycle
          ? Result.of(sum)
          : new Result(0, List.copyOf(failures), cycle);
    }
  }

  private final RandomGraph graph;
  private final Map<Integer, Run> runs = new HashMap<>();
  final Set<String> lateFailures = new HashSet<>();
  boolean cycles;

  Oracle(RandomGraph graph) {
    this.graph = graph;
  }

  /**
   * The result of the root; what was begun only for its first result is brought to its end as well.
   */
  Result evaluate(int root) {
    var result = whole(root);
    for (boolean more = true; more; ) {
      more = false;
      for (Run run : new ArrayList<>(runs.values())) {
        if (run.last.isEmpty()) {
          whole(run.id);
          more = true;
        }
      }
    }
    return result;
  }

  private Result whole(int target) {
    if (target < 0) {
      int value = graph.inputs[-1 - target];
      return value == 9
          ? new Result(0, List.of("input " + (-1 - target)), false)
          : Result.of(value);
    }
    return go(target, true);
  }

  private Result early(int target) {
    return go(target, false);
  }

  private Result go(int id, boolean toEnd) {
    var run = runs.computeIfAbsent(id, Run::new);
    var wanted = toEnd ? run.last : run.first;
    if (wanted.isPresent()) {
      return wanted.get();
    }
    if (run.busy) {
      cycles = true;
      return new Result(0, List.of(), true);
    }
    run.busy = true;
    run.go(toEnd);
    run.busy = false;
    return (toEnd ? run.last : run.first).orElseThrow();
  }
}
