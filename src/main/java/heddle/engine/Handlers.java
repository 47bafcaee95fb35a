package heddle.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Which rule each class of intrinsics has, and how inputs are made again from traces. Immutable:
 * each method gives new handlers; binding a class again replaces its rule.
 */
public final class Handlers {
  private static final Handlers NONE =
      new Handlers(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  private final Map<Class<?>, Handler<?, ?>> plain;
  private final Map<Class<?>, Handler<?, ?>> replaced;
  private final Map<Class<?>, StagedHandler<?, ?, ?>> staged;
  private final Map<Class<?>, StagedHandler<?, ?, ?>> replacedStaged;
  private final Map<String, Function<String, ? extends Traceable<?>>> inputs;
  private final Map<Class<?>, Function<?, String>> stamps;

  private Handlers(
      Map<Class<?>, Handler<?, ?>> plain,
      Map<Class<?>, Handler<?, ?>> replaced,
      Map<Class<?>, StagedHandler<?, ?, ?>> staged,
      Map<Class<?>, StagedHandler<?, ?, ?>> replacedStaged,
      Map<String, Function<String, ? extends Traceable<?>>> inputs,
      Map<Class<?>, Function<?, String>> stamps) {
    this.plain = plain;
    this.replaced = replaced;
    this.staged = staged;
    this.replacedStaged = replacedStaged;
    this.inputs = inputs;
    this.stamps = stamps;
  }

  public static Handlers none() {
    return NONE;
  }

  /** With this rule for the intrinsics of exactly this class. */
  public <V, I extends Intrinsic<V>> Handlers with(Class<I> kind, Handler<I, V> handler) {
    return new Handlers(
        added(plain, kind, handler),
        replaced,
        staged,
        replacedStaged,
        inputs,
        without(stamps, kind));
  }

  /** With this rule in the place of the one bound, which {@link Original} still asks. */
  public <V, I extends Intrinsic<V>> Handlers replacing(Class<I> kind, Handler<I, V> handler) {
    var originals = kept(replaced, plain, kind);
    return new Handlers(
        added(plain, kind, handler),
        originals,
        staged,
        replacedStaged,
        inputs,
        without(stamps, kind));
  }

  /**
   * With a rule around the one bound, where one is: it may hand on another intrinsic, and gives
   * what that one gives. Stamps are kept, for equal intrinsics still give equal values.
   */
  public <V, I extends Intrinsic<V>> Handlers around(
      Class<I> kind, UnaryOperator<Handler<I, V>> rule) {
    return handler(kind)
        .map(bound ->
            new Handlers(
                added(plain, kind, rule.apply(bound)),
                replaced,
                staged,
                replacedStaged,
                inputs,
                stamps))
        .orElse(this);
  }

  /** With this rule for the staged intrinsics of exactly this class. */
  public <E, V, I extends StagedIntrinsic<E, V>> Handlers staged(
      Class<I> kind, StagedHandler<I, E, V> handler) {
    return new Handlers(
        plain, replaced, added(staged, kind, handler), replacedStaged, inputs, stamps);
  }

  /** With this rule in the place of the one bound, which {@link OriginalStaged} still asks. */
  public <E, V, I extends StagedIntrinsic<E, V>> Handlers replacingStaged(
      Class<I> kind, StagedHandler<I, E, V> handler) {
    var originals = kept(replacedStaged, staged, kind);
    return new Handlers(plain, replaced, added(staged, kind, handler), originals, inputs, stamps);
  }

  /** The first to be replaced is the original, however often another takes the place. */
  private static <H> Map<Class<?>, H> kept(
      Map<Class<?>, H> originals, Map<Class<?>, H> bound, Class<?> kind) {
    return originals.containsKey(kind) || !bound.containsKey(kind)
        ? originals
        : added(originals, kind, bound.get(kind));
  }

  /**
   * With this way from {@link Traceable#key} back to the input, for inputs of this {@link
   * Traceable#kind}.
   */
  public Handlers traceable(String kind, Function<String, ? extends Traceable<?>> input) {
    return new Handlers(
        plain, replaced, staged, replacedStaged, added(inputs, kind, input), stamps);
  }

  /**
   * With this way to the stamp of an input: a text that costs less to have than the value, and if
   * it is found again, so is the value. The same for the whole of a revision and taken before the
   * value was looked at; empty where there is none. A rule bound later forgets it.
   */
  public <V, I extends Traceable<V> & Intrinsic<V>> Handlers stamped(
      Class<I> kind, Function<I, String> stamp) {
    return new Handlers(
        plain, replaced, staged, replacedStaged, inputs, added(stamps, kind, stamp));
  }

  /** With all that the other has; where both bind the same, the other's holds. */
  public Handlers with(Handlers other) {
    return new Handlers(
        joined(plain, other.plain),
        joined(replaced, other.replaced),
        joined(staged, other.staged),
        joined(replacedStaged, other.replacedStaged),
        joined(inputs, other.inputs),
        joined(stamps, other.stamps));
  }

  /** Whether a rule is bound to intrinsics of this class. */
  public boolean binds(Class<?> kind) {
    return plain.containsKey(kind) || staged.containsKey(kind);
  }

  /** The rule bound to this class, for one that wraps it. */
  @SuppressWarnings("unchecked") // with() pairs each class with a handler of its own type
  public <V, I extends Intrinsic<V>> Optional<Handler<I, V>> handler(Class<I> kind) {
    return Optional.ofNullable((Handler<I, V>) plain.get(kind));
  }

  /** The input of an observation, unless its kind is unknown or its key is none. */
  Optional<Traceable<?>> input(Trace.Observation seen) {
    var make = inputs.get(seen.kind());
    if (make == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(make.apply(seen.key()));
    } catch (RuntimeException _) { // a key of another version of the input
      return Optional.empty();
    }
  }

  /** The stamp of an input as it is now; empty if it has none. */
  @SuppressWarnings("unchecked") // stamped() pairs each class with a function of its own type
  String stamp(Traceable<?> input) {
    var stamp = (Function<Traceable<?>, String>) stamps.get(input.getClass());
    return stamp == null ? "" : stamp.apply(input);
  }

  /** The stamp of what was seen, as it is now. */
  String stamp(Trace.Observation seen) {
    return input(seen).map(this::stamp).orElse("");
  }

  <V> V handle(Intrinsic<V> intrinsic, Context c) throws Exception {
    return handle(plain, intrinsic, c);
  }

  <V> V original(Intrinsic<V> intrinsic, Context c) throws Exception {
    return handle(replaced.containsKey(intrinsic.getClass()) ? replaced : plain, intrinsic, c);
  }

  @SuppressWarnings("unchecked")
  private static <V> V handle(Map<Class<?>, Handler<?, ?>> bound, Intrinsic<V> intrinsic, Context c)
      throws Exception {
    var handler = (Handler<Intrinsic<V>, V>) bound.get(intrinsic.getClass());
    if (handler == null) {
      throw new IllegalStateException("no handler is bound for " + intrinsic);
    }
    return handler.handle(intrinsic, c);
  }

  <E, V> V handle(StagedIntrinsic<E, V> intrinsic, Context c, Consumer<? super E> first)
      throws Exception {
    return handle(staged, intrinsic, c, first);
  }

  <E, V> V original(StagedIntrinsic<E, V> intrinsic, Context c, Consumer<? super E> first)
      throws Exception {
    boolean is = replacedStaged.containsKey(intrinsic.getClass());
    return handle(is ? replacedStaged : staged, intrinsic, c, first);
  }

  @SuppressWarnings("unchecked")
  private static <E, V> V handle(
      Map<Class<?>, StagedHandler<?, ?, ?>> bound,
      StagedIntrinsic<E, V> intrinsic,
      Context c,
      Consumer<? super E> first)
      throws Exception {
    var handler = (StagedHandler<StagedIntrinsic<E, V>, E, V>) bound.get(intrinsic.getClass());
    if (handler == null) {
      throw new IllegalStateException("no handler is bound for " + intrinsic);
    }
    return handler.handle(intrinsic, c, first);
  }

  private static <K, H> Map<K, H> added(Map<K, H> map, K key, H value) {
    var copy = new HashMap<>(map);
    copy.put(key, value);
    return Map.copyOf(copy);
  }

  private static <K, H> Map<K, H> without(Map<K, H> map, K key) {
    if (!map.containsKey(key)) {
      return map;
    }
    var copy = new HashMap<>(map);
    copy.remove(key);
    return Map.copyOf(copy);
  }

  private static <K, H> Map<K, H> joined(Map<K, H> map, Map<K, H> other) {
    var copy = new HashMap<>(map);
    copy.putAll(other);
    return Map.copyOf(copy);
  }
}
