package heddle.rules;

import heddle.engine.Input;
import heddle.engine.Intrinsic;
import java.nio.file.Path;

/** The folder of heddle.toml, absolute. */
public record WorkspaceRoot() implements Input<Path>, Intrinsic<Path> {}
