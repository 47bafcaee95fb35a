package heddle.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;

/** No cage: what an action is kept from is left to its clean environment. */
final class Plain implements Cage.Maker {
  private final Kernel kernel;

  Plain(Kernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public SandboxLevel level() {
    return SandboxLevel.PLAIN;
  }

  @Override
  public Layout layout(Action action, RunPlace place) throws IOException {
    return own(action, place);
  }

  /** Each mount at its own path of this machine. */
  static Layout own(Action action, RunPlace place) throws IOException {
    var paths = new LinkedHashMap<String, Path>();
    for (var mount : action.mounts()) {
      paths.put(
          mount.name(),
          switch (mount) {
            case Mount.Source source -> source.host();
            case Mount.Writable writable -> writable.host();
            case Mount.Discarded discarded -> discarded.host();
            case Mount.Links links -> LinkFarm.make(place.links(links), links);
          });
    }
    return new Layout(paths, paths, place.temporary(), place.home());
  }

  @Override
  public Cage enter(Action action, Layout layout, RunPlace place) throws IOException {
    // It keeps none from the network, but names where well-behaved programs wanted to go.
    var proxy =
        action.permissions().network()
            ? Optional.<RefusingProxy>empty()
            : Optional.of(RefusingProxy.here(kernel));
    return new Cage() {
      @Override
      public Optional<RefusingProxy> proxy() {
        return proxy;
      }

      @Override
      public int start(Spawner.Prepared prepared) {
        return prepared.go();
      }

      @Override
      public void kill(int pid) {
        new ProcessTree(kernel, pid).kill();
        new Stragglers(kernel, place.directory()).kill();
      }

      @Override
      public void close() {
        proxy.ifPresent(RefusingProxy::close);
      }
    };
  }
}
