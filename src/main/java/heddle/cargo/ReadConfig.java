package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Task;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The configuration that holds in a directory. The paths are absolute and normal; home is cargo's
 * ({@code CARGO_HOME}), the arguments are those of {@code --config}.
 */
public record ReadConfig(
    Path directory, Path home, Map<String, String> environment, List<String> arguments)
    implements Task<Config> {
  public ReadConfig {
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    arguments = List.copyOf(arguments);
  }

  @Override
  public Config run(Context c) throws Exception {
    return new ConfigReading(new WorldFiles(c, false), directory, home)
        .read(environment, arguments);
  }
}
