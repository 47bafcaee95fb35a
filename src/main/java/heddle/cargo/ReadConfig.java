package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Task;
import heddle.world.Variable;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The configuration that holds in a directory. The paths are absolute and normal; home is cargo's
 * ({@code CARGO_HOME}), the arguments are those of {@code --config}. Of the environment it holds
 * what has a meaning for cargo; the variables that {@code [env]} names are observed.
 */
public record ReadConfig(
    Path directory, Path home, Map<String, String> environment, List<String> arguments)
    implements Task<Config> {
  public ReadConfig {
    var counts = new TreeMap<String, String>();
    for (Map.Entry<String, String> each : environment.entrySet()) {
      if (ConfigReading.isOwn(each.getKey())) {
        counts.put(each.getKey(), each.getValue());
      }
    }
    environment = Collections.unmodifiableMap(counts);
    arguments = List.copyOf(arguments);
  }

  @Override
  public Config run(Context c) throws Exception {
    return new ConfigReading(new WorldFiles(c, false), directory, home)
        .read(environment, arguments, name -> c.get(new Variable(name)));
  }

  // Written out, as the other keys of every command: the JVM takes long to link what it makes
  // itself.
  @Override
  public boolean equals(Object other) {
    return other instanceof ReadConfig that
        && directory.equals(that.directory)
        && home.equals(that.home)
        && environment.equals(that.environment)
        && arguments.equals(that.arguments);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * directory.hashCode() + home.hashCode()) + environment.hashCode())
        + arguments.hashCode();
  }
}
