package heddle.world;

import heddle.engine.Intrinsic;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The names in a directory of a tree that nobody changes once it is there; empty where there is
 * none. It is no input: nothing is looked at a second time.
 */
public record FrozenListing(Path path) implements Intrinsic<Optional<Listing>> {}
