package heddle.platform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Puts the words of a triple where LLVM expects them, as {@code llvm::Triple::normalize} of LLVM 22
 * does: a word that is known in its place stays, a known word elsewhere moves to its place, unknown
 * words give way to the right, and gaps become {@code unknown}. Then a few systems get their modern
 * names.
 */
final class LlvmNormalization {
  private static final int ARCH = 0;
  private static final int VENDOR = 1;
  private static final int OS = 2;
  private static final int ENV = 3;

  private final List<String> words;
  private final boolean[] fixed = new boolean[4];
  private Optional<String> os = Optional.empty();
  private Optional<String> env = Optional.empty();
  private Optional<String> vendor = Optional.empty();
  private Optional<ObjectFormat> format = Optional.empty();
  private boolean cygwin;
  private boolean mingw;

  private LlvmNormalization(String text) {
    words = new ArrayList<>(Arrays.asList(text.split("-", -1)));
  }

  /** The normalised text, of as many words as the rules leave. */
  static String normalize(String text) {
    return String.join("-", new LlvmNormalization(text).words());
  }

  /** The normalised text cut or filled to a number of words: LLVM's canonical form. */
  static String canonical(String text, int length) {
    List<String> words = new LlvmNormalization(text).words();
    resize(words, length, "unknown");
    return String.join("-", words);
  }

  private List<String> words() {
    keepWhatIsInPlace();
    for (int place = ARCH; place <= ENV; place++) {
      if (!fixed[place]) {
        fill(place);
      }
    }
    if (fixed[ARCH]
        && !fixed[VENDOR]
        && !fixed[OS]
        && fixed[ENV]
        && words.get(VENDOR).equals("none")
        && words.get(OS).isEmpty()) {
      words.set(VENDOR, "");
      words.set(OS, "none");
    }
    words.replaceAll(word -> word.isEmpty() ? "unknown" : word);
    respellEnvironment();
    respellWindows();
    respellShaders();
    return words;
  }

  private void keepWhatIsInPlace() {
    fixed[ARCH] = LlvmArch.name(words.getFirst()).isPresent();
    if (words.size() > VENDOR) {
      vendor = LlvmWords.vendor(words.get(VENDOR));
    }
    if (words.size() > OS) {
      lookAtSystem(words.get(OS));
    }
    if (words.size() > ENV) {
      env = LlvmWords.environment(words.get(ENV));
    }
    if (words.size() > ENV + 1) {
      format = LlvmWords.format(words.get(ENV + 1));
    }
    fixed[VENDOR] = vendor.isPresent();
    fixed[OS] = os.isPresent();
    fixed[ENV] = env.isPresent();
  }

  private void lookAtSystem(String word) {
    os = LlvmWords.system(word);
    cygwin = word.startsWith("cygwin") || word.startsWith("msys");
    mingw = word.startsWith("mingw");
  }

  /** Moves the first free word that is right for a place to it. */
  private void fill(int place) {
    for (int at = 0; at < words.size(); at++) {
      if ((at < 4 && fixed[at]) || !fits(words.get(at), place)) {
        continue;
      }
      if (place < at) {
        moveLeft(at, place);
      } else if (place > at) {
        moveRight(at, place);
      }
      fixed[place] = true;
      return;
    }
  }

  private boolean fits(String word, int place) {
    return switch (place) {
      case ARCH -> LlvmArch.name(word).isPresent();
      case VENDOR -> {
        vendor = LlvmWords.vendor(word);
        yield vendor.isPresent();
      }
      case OS -> {
        lookAtSystem(word);
        yield os.isPresent() || cygwin || mingw;
      }
      default -> {
        env = LlvmWords.environment(word);
        if (env.isEmpty()) {
          format = LlvmWords.format(word);
        }
        yield env.isPresent() || format.isPresent();
      }
    };
  }

  /** What is displaced moves right over the fixed places, until it falls into the gap. */
  private void moveLeft(int from, int to) {
    String carried = words.set(from, "");
    for (int at = to; !carried.isEmpty(); at++) {
      while (at < 4 && fixed[at]) {
        at++;
      }
      carried = words.set(at, carried);
    }
  }

  /** Gaps are inserted before the word until it stands in its place. */
  private void moveRight(int from, int to) {
    int at = from;
    do {
      insertGap(at);
      at++;
      while (at < 4 && fixed[at]) {
        at++;
      }
    } while (at < to);
  }

  private void insertGap(int from) {
    String carried = "";
    int at = from;
    while (at < words.size()) {
      carried = words.set(at, carried);
      if (carried.isEmpty()) {
        return;
      }
      at++;
      while (at < 4 && fixed[at]) {
        at++;
      }
    }
    words.add(carried);
  }

  private void respellEnvironment() {
    if (env.equals(Optional.of("android")) && words.get(ENV).startsWith("androideabi")) {
      words.set(ENV, "android" + words.get(ENV).substring("androideabi".length()));
    }
    // SUSE's gnueabi has hard floats.
    if (vendor.equals(Optional.of("suse")) && env.equals(Optional.of("gnueabi"))) {
      words.set(ENV, "gnueabihf");
    }
  }

  private void respellWindows() {
    boolean windows = os.equals(Optional.of("windows"));
    boolean foreign = format.isPresent() && format.get() != ObjectFormat.COFF;
    if (windows) {
      resize(words, 4, "");
      words.set(OS, "windows");
      if (env.isEmpty()) {
        words.set(ENV, foreign ? format.get().id() : "msvc");
      }
    } else if (mingw) {
      resize(words, 4, "");
      words.set(OS, "windows");
      words.set(ENV, "gnu");
    } else if (cygwin) {
      resize(words, 4, "");
      words.set(OS, "windows");
      words.set(ENV, "cygnus");
    }
    if ((mingw || cygwin || (windows && env.isPresent())) && foreign) {
      resize(words, 5, "");
      words.set(ENV + 1, format.get().id());
    }
  }

  /** A shader model without a DXIL version implies one: 6.N is 1.N, anything else 1.0. */
  private void respellShaders() {
    if (!words.getFirst().equals("dxil")) {
      return;
    }
    if (words.size() > 4) {
      resize(words, 4, "");
    }
    if (os.equals(Optional.of("shadermodel"))) {
      words.set(ARCH, "dxilv1." + shaderMinor(words.get(OS)));
    }
  }

  private static String shaderMinor(String word) {
    String text = word.substring("shadermodel".length());
    if (text.equals("6.x")) {
      return "9";
    }
    String version = LlvmVersion.parse(text).text();
    return version.length() >= 3 && version.startsWith("6.") && version.charAt(2) <= '9'
        ? version.substring(2, 3)
        : "0";
  }

  private static void resize(List<String> words, int length, String filler) {
    while (words.size() > length) {
      words.removeLast();
    }
    while (words.size() < length) {
      words.add(filler);
    }
  }
}
