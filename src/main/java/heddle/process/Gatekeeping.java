package heddle.process;

import java.io.IOException;
import java.util.Optional;

/**
 * The refusing proxy of one run that has none in a network of its own, and the gate before it. The
 * gate is there once a process was started.
 */
final class Gatekeeping {
  private final Kernel kernel;
  private final RefusingProxy proxy;
  private final boolean walled;
  private Optional<ConnectGate> gate = Optional.empty();

  /**
   * A proxy on this machine's loopback.
   *
   * @param walled whether the process is in a network of its own
   */
  Gatekeeping(Kernel kernel, boolean walled) throws IOException {
    this.kernel = kernel;
    this.proxy = RefusingProxy.here(kernel);
    this.walled = walled;
  }

  SystemCalls.Network network() {
    return walled ? SystemCalls.Network.WATCHED : SystemCalls.Network.GATED;
  }

  /** The script's descriptor is the gate's. */
  void opened(Script script) {
    if (script.opened() >= 0) {
      gate = Optional.of(new ConnectGate(kernel, script.opened(), proxy, walled));
    }
  }

  RefusingProxy proxy() {
    return proxy;
  }

  Optional<ConnectGate> gate() {
    return gate;
  }

  void close() {
    gate.ifPresent(ConnectGate::close);
    proxy.close();
  }
}
