import heddle.engine.Context;
import heddle.engine.Original;
import heddle.engine.Task;
import heddle.rules.Kept;
import heddle.store.Digest;

/** Stands for the intrinsic `Kept`: Rust files that rules write say so in their first line. */
public record Polite(Kept kept) implements Task<Digest> {
  @Override
  public Digest run(Context c) throws Exception {
    boolean rust = kept.text().startsWith("pub ");
    return c.get(new Original<>(rust ? new Kept("// Generated.\n" + kept.text()) : kept));
  }
}
