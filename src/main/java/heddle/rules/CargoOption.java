package heddle.rules;

import heddle.engine.Input;
import heddle.engine.Intrinsic;
import java.util.Optional;

/**
 * The value of an option that a package of the workspace's graph declares, as the root, the command
 * line and the defaults decide it, in the words in which it is set; empty if it is unset. A package
 * or an option that is not there is an error.
 *
 * @param pkg a name, or {@code name@version}
 */
public record CargoOption(String pkg, String option)
    implements Input<Optional<String>>, Intrinsic<Optional<String>> {}
