package heddle.fetch;

import heddle.text.Json;
import heddle.text.Problem;
import heddle.text.ProblemException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The index of a registry that has archives to download, whatever protocol it speaks. */
public interface RegistryIndex extends Index {
  /** What the registry's config.json says. */
  record Config(String dl, boolean authRequired) {
    /** Reads the text of a config.json, which came from this address. */
    static Config parse(String address, String text) throws ProblemException {
      Json json = Json.parse(address, text.getBytes(StandardCharsets.UTF_8));
      if (json instanceof Json.Obj object
          && object.get("dl").orElse(new Json.Nil()) instanceof Json.Str(String dl)) {
        boolean auth =
            object.get("auth-required").orElse(new Json.Nil()) instanceof Json.Bool(boolean flag)
                && flag;
        return new Config(dl, auth);
      }
      throw new ProblemException(Problem.of("`" + address + "` names no `dl`"));
    }
  }

  Config config() throws ProblemException, InterruptedException;

  /** The headers that a download from this registry needs. */
  Map<String, String> authorization() throws ProblemException, InterruptedException;

  /** The origin of a crate's archive: the {@code dl} of the config. */
  default Crates.Origin origin(Crates.Crate crate) {
    return new Crates.Origin() {
      @Override
      public Map<String, String> headers() throws ProblemException, InterruptedException {
        return authorization();
      }

      @Override
      public URI address() throws ProblemException, InterruptedException {
        return RegistryAddress.download(
            config().dl(), crate.name(), crate.version(), crate.sha256());
      }
    };
  }
}
