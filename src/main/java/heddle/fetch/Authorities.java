package heddle.fetch;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The authorities that servers are checked against: the PEM file that was asked for, and only it;
 * else the system's bundle beside the JDK's own.
 */
final class Authorities {
  /** Where distributions keep their bundle; the list is that of Go's crypto/x509. */
  private static final List<Path> BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/pki/tls/cacert.pem"),
          Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  private Authorities() {}

  static SSLContext context(Optional<Path> only) throws ProblemException {
    Optional<Path> file = only;
    for (Path bundle : BUNDLES) {
      if (file.isEmpty() && Files.isReadable(bundle)) {
        file = Optional.of(bundle);
      }
    }
    Optional<Bundle> bundle =
        file.isPresent() ? Optional.of(Bundle.read(file.get())) : Optional.empty();
    try {
      return trusting(new Known(bundle, only.isEmpty()));
    } catch (GeneralSecurityException e) {
      throw new ProblemException(
          Problem.of("cannot read the certificates of authorities: " + e.getMessage()));
    }
  }

  /** One that trusts nobody: it serves to get ready only. */
  static SSLContext nobody() throws GeneralSecurityException {
    return trusting(new Known(Optional.empty(), false));
  }

  private static SSLContext trusting(Known known) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anchors(known)}, null);
    return context;
  }

  /** The authorities of a bundle, and beside it those of the JDK, which are slow to read. */
  private record Known(Optional<Bundle> bundle, boolean withJdk) implements Anchors.Authority {
    @Override
    public List<X509Certificate> of(List<X509Certificate> chain) throws CertificateException {
      if (bundle.isEmpty()) {
        return List.of();
      }
      var names = new ArrayList<byte[]>();
      for (X509Certificate each : chain) {
        names.add(each.getIssuerX500Principal().getEncoded());
        names.add(each.getSubjectX500Principal().getEncoded());
      }
      return bundle.get().named(names);
    }

    @Override
    public List<X509Certificate> all() throws GeneralSecurityException, ProblemException {
      var all = new ArrayList<X509Certificate>();
      if (bundle.isPresent()) {
        all.addAll(bundle.get().all());
      }
      if (withJdk) {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (TrustManager manager : factory.getTrustManagers()) {
          if (manager instanceof X509TrustManager x509) {
            all.addAll(List.of(x509.getAcceptedIssuers()));
          }
        }
      }
      return all;
    }
  }
}
