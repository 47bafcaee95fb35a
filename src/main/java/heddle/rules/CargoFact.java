package heddle.rules;

import heddle.engine.Input;
import heddle.engine.Intrinsic;
import java.util.Optional;

/**
 * The value of a fact that a package's build script gives, as JSON; the package is built first.
 * Empty if its script gives no such fact.
 *
 * @param pkg a name, or {@code name@version}
 */
public record CargoFact(String pkg, String fact)
    implements Input<Optional<String>>, Intrinsic<Optional<String>> {}
