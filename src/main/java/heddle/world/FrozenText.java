package heddle.world;

import heddle.engine.Intrinsic;
import heddle.text.Source;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The text of a UTF-8 file in a tree that nobody changes once it is there, such as an unpacked
 * crate; empty where there is no regular file. It is no input: nothing is looked at a second time.
 */
public record FrozenText(Path path) implements Intrinsic<Optional<Source>> {}
