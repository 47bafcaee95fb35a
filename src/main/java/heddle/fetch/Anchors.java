package heddle.fetch;

import heddle.text.ProblemException;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts what the authorities sign, and reads of a bundle only those that a server's chain names:
 * reading a hundred and more takes longer than all the rest of a connection. Where those do not
 * vouch for the server, all are asked, so that the answer is that of the whole bundle.
 */
final class Anchors extends X509ExtendedTrustManager {

  /** Where authorities come from. */
  interface Authority {
    /** Those that may have signed this chain. */
    List<X509Certificate> of(List<X509Certificate> chain)
        throws CertificateException, ProblemException;

    /** All of them. */
    List<X509Certificate> all() throws GeneralSecurityException, ProblemException;
  }

  private final Authority authority;
  private Optional<X509ExtendedTrustManager> whole = Optional.empty();

  Anchors(Authority authority) {
    this.authority = authority;
  }

  private interface Check {
    void by(X509ExtendedTrustManager manager) throws CertificateException;
  }

  private void check(X509Certificate[] chain, Check check) throws CertificateException {
    try {
      List<X509Certificate> named = authority.of(List.of(chain));
      if (!named.isEmpty()) {
        check.by(manager(named));
        return;
      }
    } catch (ProblemException | GeneralSecurityException _) {
      // All of them shall say.
    }
    check.by(whole());
  }

  private synchronized X509ExtendedTrustManager whole() throws CertificateException {
    if (whole.isEmpty()) {
      try {
        whole = Optional.of(manager(authority.all()));
      } catch (ProblemException | GeneralSecurityException e) {
        throw new CertificateException(
            "cannot read the certificates of authorities: " + e.getMessage(), e);
      }
    }
    return whole.get();
  }

  private static X509ExtendedTrustManager manager(List<X509Certificate> anchors)
      throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    int number = 0;
    for (X509Certificate anchor : anchors) {
      store.setCertificateEntry("anchor-" + number++, anchor);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException("this Java has no manager of trust for X.509");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain, manager -> manager.checkServerTrusted(chain, type, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain, manager -> manager.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain, manager -> manager.checkServerTrusted(chain, type));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("no client is expected");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("no client is expected");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("no client is expected");
  }

  /** None: they are for servers that ask clients for certificates. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
