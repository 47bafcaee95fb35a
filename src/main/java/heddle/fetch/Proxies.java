package heddle.fetch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which proxy serves an address: curl's rule for {@code NO_PROXY}, where a domain covers its hosts.
 */
final class Proxies extends ProxySelector {
  private final Network network;

  Proxies(Network network) {
    this.network = network;
  }

  Optional<URI> proxy(URI address) {
    String host = Optional.ofNullable(address.getHost()).orElse("").toLowerCase(Locale.ROOT);
    for (String entry : network.noProxy()) {
      String domain = entry.toLowerCase(Locale.ROOT);
      int port = domain.lastIndexOf(':');
      if (port > 0 && domain.indexOf(':') == port) {
        if (!domain.substring(port + 1).equals(Integer.toString(port(address)))) {
          continue;
        }
        domain = domain.substring(0, port);
      }
      domain = domain.startsWith("*.") ? domain.substring(2) : domain;
      domain = domain.startsWith(".") ? domain.substring(1) : domain;
      if (domain.equals("*") || host.equals(domain) || host.endsWith("." + domain)) {
        return Optional.empty();
      }
    }
    return "https".equals(address.getScheme()) ? network.httpsProxy() : network.httpProxy();
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return "https".equals(address.getScheme()) ? 443 : 80;
  }

  @Override
  public List<Proxy> select(URI address) {
    return proxy(address)
        .map(proxy ->
            List.of(
                new Proxy(
                    Proxy.Type.HTTP,
                    InetSocketAddress.createUnresolved(
                        proxy.getHost(), proxy.getPort() < 0 ? 1080 : proxy.getPort()))))
        .orElse(List.of(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
    // The request fails with the same exception; there is no second proxy to choose.
  }
}
