package heddle.rules;

import heddle.engine.Intrinsic;
import heddle.store.Digest;

/** The text of a file in the store, as UTF-8. */
public record TextOf(Digest digest) implements Intrinsic<String> {}
