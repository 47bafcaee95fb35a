package heddle.platform.toolchain;

/**
 * A program of a few lines that starts a tool with its words, for those who can name a file only
 * (rustc's linker, a configure script). zig's has its own names of targets, so it is not told
 * others, and its LLVM unwinder in the place of GCC's.
 */
final class Launcher {
  private Launcher() {}

  static String text(Tool tool, String family) {
    var text = new StringBuilder("#!/bin/sh\n");
    if (family.equals("zig")) {
      text.append(ZIG);
    }
    text.append("exec");
    for (String word : tool.command()) {
      text.append(' ').append(quoted(word));
    }
    return text.append(" \"$@\"\n").toString();
  }

  /** A build has no home, where zig would keep what it compiles of its libraries. */
  private static final String ZIG =
      """
      n=$#
      while [ "$n" -gt 0 ]; do
        word=$1
        shift
        n=$((n - 1))
        case $word in
          --target=* | -Wl,--no-undefined-version) continue ;;
          -target)
            shift
            n=$((n - 1))
            continue
            ;;
          -lgcc_s) word=-lunwind ;;
        esac
        set -- "$@" "$word"
      done
      ZIG_GLOBAL_CACHE_DIR=${ZIG_GLOBAL_CACHE_DIR:-${TMPDIR:-/tmp}/zig}
      ZIG_LOCAL_CACHE_DIR=${ZIG_LOCAL_CACHE_DIR:-$ZIG_GLOBAL_CACHE_DIR}
      export ZIG_GLOBAL_CACHE_DIR ZIG_LOCAL_CACHE_DIR
      """;

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
