package heddle.cargo;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Which commit of a git repository is meant. The order of the kinds is cargo's ({@code
 * source_kind.rs}); it sorts package ids.
 */
public sealed interface GitReference extends Comparable<GitReference> {
  record Tag(String name) implements GitReference {}

  record Branch(String name) implements GitReference {}

  record Rev(String name) implements GitReference {}

  record DefaultBranch() implements GitReference {}

  /** {@code ?branch=x} as a part of a URL, percent-encoded if asked; nothing if default. */
  default String query(boolean encoded) {
    return switch (this) {
      case Tag(String name) -> "?tag=" + (encoded ? encode(name) : name);
      case Branch(String name) -> "?branch=" + (encoded ? encode(name) : name);
      case Rev(String name) -> "?rev=" + (encoded ? encode(name) : name);
      case DefaultBranch() -> "";
    };
  }

  @Override
  default int compareTo(GitReference other) {
    int order = Integer.compare(rank(), other.rank());
    return order == 0 ? text().compareTo(other.text()) : order;
  }

  private int rank() {
    return switch (this) {
      case Tag _ -> 0;
      case Branch _ -> 1;
      case Rev _ -> 2;
      case DefaultBranch _ -> 3;
    };
  }

  private String text() {
    return switch (this) {
      case Tag(String name) -> name;
      case Branch(String name) -> name;
      case Rev(String name) -> name;
      case DefaultBranch _ -> "";
    };
  }

  /** The encoding of HTML forms, which is what cargo writes. */
  private static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }
}
