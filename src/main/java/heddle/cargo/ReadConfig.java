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
 *
 * @param sources whether {@code [source]} counts: where packages are vendored they come from where
 *     they are at home
 */
public record ReadConfig(
    Path directory,
    Path home,
    Map<String, String> environment,
    List<String> arguments,
    boolean sources)
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

  public ReadConfig(
      Path directory, Path home, Map<String, String> environment, List<String> arguments) {
    this(directory, home, environment, arguments, true);
  }

  @Override
  public Config run(Context c) throws Exception {
    Config config =
        new ConfigReading(new WorldFiles(c, false), directory, home)
            .read(environment, arguments, name -> c.get(new Variable(name)));
    return sources ? config : config.without("source");
  }

  // Written out, as the other keys of every command: the JVM takes long to link what it makes
  // itself.
  @Override
  public boolean equals(Object other) {
    return other instanceof ReadConfig that
        && directory.equals(that.directory)
        && home.equals(that.home)
        && environment.equals(that.environment)
        && arguments.equals(that.arguments)
        && sources == that.sources;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * directory.hashCode() + home.hashCode()) + environment.hashCode())
        + arguments.hashCode()
        + (sources ? 1 : 0);
  }
}
