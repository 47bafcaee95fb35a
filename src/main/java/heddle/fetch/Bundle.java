package heddle.fetch;

import heddle.text.Problem;
import heddle.text.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The certificates of a PEM file (RFC 7468), each still as its DER; a part that is no certificate
 * is an error only when all are asked for.
 */
final class Bundle {
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  private final Path file;
  private final List<byte[]> certificates;

  private Bundle(Path file, List<byte[]> certificates) {
    this.file = file;
    this.certificates = certificates;
  }

  static Bundle read(Path file) throws ProblemException {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException _) {
      throw new ProblemException(
          Problem.of("the file of certificate authorities `" + file + "` does not exist")
              .withHelp("it is named by `http.cainfo` or SSL_CERT_FILE"));
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of("cannot read the certificates of authorities: " + e.getMessage()));
    }
    var certificates = new ArrayList<byte[]>();
    int at = text.indexOf(BEGIN);
    while (at >= 0) {
      int start = at + BEGIN.length();
      int end = text.indexOf(END, start);
      if (end < 0) {
        break;
      }
      try {
        certificates.add(decoded(text.substring(start, end)));
      } catch (IllegalArgumentException _) {
        throw new ProblemException(
            Problem.of("`" + file + "` holds a certificate that is not in base64"));
      }
      at = text.indexOf(BEGIN, end);
    }
    if (certificates.isEmpty()) {
      throw new ProblemException(Problem.of("`" + file + "` holds no certificate"));
    }
    return new Bundle(file, certificates);
  }

  /** Most bundles have nothing between the lines; the decoder that skips all else is slow. */
  private static byte[] decoded(String text) {
    String joined = text.replace("\n", "");
    try {
      return Base64.getDecoder().decode(joined);
    } catch (IllegalArgumentException _) {
      return Base64.getMimeDecoder().decode(text);
    }
  }

  /** Those whose subject is one of these names, in DER. */
  List<X509Certificate> named(List<byte[]> names) throws CertificateException {
    var found = new ArrayList<X509Certificate>();
    for (byte[] certificate : certificates) {
      Optional<X509Certificate> parsed = Optional.empty();
      for (byte[] name : names) {
        if (parsed.isEmpty() && isSubject(certificate, name)) {
          parsed = Optional.of(parse(certificate));
        }
      }
      parsed.ifPresent(found::add);
    }
    return found;
  }

  List<X509Certificate> all() throws CertificateException, ProblemException {
    var all = new ArrayList<X509Certificate>();
    for (byte[] certificate : certificates) {
      try {
        all.add(parse(certificate));
      } catch (CertificateException e) {
        throw new ProblemException(
            Problem.of(
                "`" + file + "` holds a certificate that cannot be read: " + e.getMessage()));
      }
    }
    return all;
  }

  private static X509Certificate parse(byte[] der) throws CertificateException {
    var certificate =
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    if (certificate instanceof X509Certificate x509) {
      return x509;
    }
    throw new CertificateException("not an X.509 certificate");
  }

  /**
   * Whether a certificate (RFC 5280, section 4.1) is of this subject, whose place is found by going
   * over what stands before it: version, number, algorithm, issuer, validity.
   */
  private static boolean isSubject(byte[] der, byte[] name) {
    try {
      int at = inside(der, inside(der, 0));
      at = der[at] == (byte) 0xa0 ? behind(der, at) : at;
      for (int i = 0; i < 4; i++) {
        at = behind(der, at);
      }
      return Arrays.equals(der, at, behind(der, at), name, 0, name.length);
    } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
      return false; // Damaged: only who reads all of them says so.
    }
  }

  /** Where the content of what stands here begins. */
  private static int inside(byte[] der, int at) {
    int length = der[at + 1] & 0xff;
    return at + 2 + (length < 128 ? 0 : length - 128);
  }

  /** What stands behind what stands here. */
  private static int behind(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    int length = first;
    if (first >= 128) {
      length = 0;
      for (int i = 0; i < first - 128; i++) {
        length = (length << 8) | (der[at + 2 + i] & 0xff);
      }
    }
    return inside(der, at) + length;
  }
}
