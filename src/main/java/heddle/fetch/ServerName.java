package heddle.fetch;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Whether a certificate is that of a host (RFC 9525): by its names for DNS only, of which a star
 * may stand for the first label. Who is refused here is not refused for good: the JDK's own rules
 * are asked then.
 */
final class ServerName {
  private static final int DNS = 2;

  private ServerName() {}

  static boolean names(X509Certificate certificate, String host)
      throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    if (names == null || host.indexOf(':') >= 0 || Character.isDigit(last(host))) {
      return false; // An address: not for us.
    }
    for (List<?> each : names) {
      if (each.getFirst() instanceof Integer kind
          && kind == DNS
          && each.get(1) instanceof String name
          && matches(name.toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  private static char last(String host) {
    return host.isEmpty() ? '0' : host.charAt(host.length() - 1);
  }

  static boolean matches(String name, String host) {
    if (!name.startsWith("*.")) {
      return name.equals(host);
    }
    int dot = host.indexOf('.');
    String rest = name.substring(1);
    return dot > 0
        && rest.indexOf('*') < 0
        && rest.indexOf('.', 1) > 0
        && rest.equals(host.substring(dot));
  }
}
