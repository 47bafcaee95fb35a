package heddle.cargo;

import heddle.engine.Context;
import heddle.engine.Task;
import java.util.List;

/**
 * What the command line and each file of a configuration say by themselves, the strongest first.
 */
public record ReadConfigFiles(ReadConfig reading) implements Task<List<ConfigValue.Table>> {
  @Override
  public List<ConfigValue.Table> run(Context c) throws Exception {
    return new ConfigReading(new WorldFiles(c, false), reading.directory(), reading.home())
        .unmerged(reading.arguments());
  }
}
