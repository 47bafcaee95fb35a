package heddle.rules;

import heddle.engine.Intrinsic;
import heddle.store.Digest;

/** The digest of this text, as UTF-8, which is put in the store: a file that a rule wrote. */
public record Kept(String text) implements Intrinsic<Digest> {}
