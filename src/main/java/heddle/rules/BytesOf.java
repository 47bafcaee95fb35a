package heddle.rules;

import heddle.engine.Intrinsic;
import heddle.store.Digest;
import heddle.world.Bytes;

/** The content of a file in the store. */
public record BytesOf(Digest digest) implements Intrinsic<Bytes> {}
