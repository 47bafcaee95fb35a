package heddle.fetch;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
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
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      if (only.isPresent()) {
        add(store, only.get());
      } else {
        addJdk(store);
        for (Path bundle : BUNDLES) {
          if (Files.isReadable(bundle)) {
            add(store, bundle);
            break;
          }
        }
      }
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new ProblemException(
          Problem.of("cannot read the certificates of authorities: " + e.getMessage()));
    }
  }

  private static void addJdk(KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        int number = 0;
        for (var authority : x509.getAcceptedIssuers()) {
          store.setCertificateEntry("jdk-" + number++, authority);
        }
      }
    }
  }

  private static void add(KeyStore store, Path bundle)
      throws IOException, GeneralSecurityException, ProblemException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(bundle))) {
      int number = 0;
      for (var authority : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry(bundle + "-" + number++, authority);
      }
      if (number == 0) {
        throw new ProblemException(Problem.of("`" + bundle + "` holds no certificate"));
      }
    } catch (NoSuchFileException _) {
      throw new ProblemException(
          Problem.of("the file of certificate authorities `" + bundle + "` does not exist")
              .withHelp("it is named by `http.cainfo` or SSL_CERT_FILE"));
    }
  }
}
