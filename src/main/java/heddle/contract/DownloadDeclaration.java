package heddle.contract;

import heddle.text.Cfg;
import heddle.text.Place;
import java.util.List;
import java.util.Optional;

/**
 * A file that a package needs from elsewhere, fixed by its hash.
 *
 * @param urls addresses of the same bytes, in the order to try
 * @param sha256 64 lower-case hexadecimal digits
 * @param size in bytes; 0 where it is not said
 * @param license an SPDX expression; empty where it is not said
 * @param unpack how it is unpacked for the script: {@code tar.gz}, or not at all
 * @param strip leading directories left out when it is unpacked
 * @param variable the variable by which a script that knows nothing of Heddle gets its path
 */
public record DownloadDeclaration(
    String name,
    List<String> urls,
    String sha256,
    long size,
    String license,
    Optional<String> unpack,
    int strip,
    Optional<Cfg> when,
    Optional<String> variable,
    Place place) {
  public DownloadDeclaration {
    urls = List.copyOf(urls);
  }
}
