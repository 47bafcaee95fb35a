package heddle.rules;

import heddle.engine.Intrinsic;
import heddle.store.Digest;
import heddle.world.Bytes;

/** The digest of these bytes, which are put in the store: a file that a rule made. */
public record KeptBytes(Bytes bytes) implements Intrinsic<Digest> {}
