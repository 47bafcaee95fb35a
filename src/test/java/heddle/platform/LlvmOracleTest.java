package heddle.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Normalisation against LLVM 22 itself, where rustc has brought its library. */
class LlvmOracleTest {
  private static final String[] WORDS =
      ("x86_64 i386 i686 armv7 armv7eb armebv7r thumbv7em arm64 arm64e arm64_32 aarch64_be mips64el"
              + " mipsn32 mipsisa32r6 powerpc64le ppc32 sparcv9 riscv64 s390x wasm32 dxil dxilv1.3"
              + " spirv64v1.5 kalimba4 bpf_be hexagon loongarch64 eb m xscale pc apple suse ibm scei"
              + " sie unknown none w64 linux linux5.10 darwin20 macos11.0 macosx ios14 windows win32"
              + " mingw32 mingw64 cygwin msys freebsd13 wasip2 solaris xros visionos2 gnu gnueabi"
              + " gnueabihf gnuabin32 gnux32 gnut64 musl muslsf android21 androideabi30 msvc19.33 msvc"
              + " itanium cygnus simulator macabi eabi eabihf elf coff macho xcoff goff shadermodel5.1"
              + " pixel hull llvm mlibc ohos foo")
          .split(" ", -1);

  @Test
  void every_text_is_normalised_as_llvm_does() throws Throwable {
    Optional<Path> library = library();
    assumeTrue(library.isPresent(), "no LLVM 22 library of a rustc");
    long seed = Long.getLong("heddle.seed", System.nanoTime());
    var random = new Random(seed);
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup llvm = SymbolLookup.libraryLookup(library.get(), arena);
      var normalize =
          Linker.nativeLinker()
              .downcallHandle(
                  llvm.findOrThrow("LLVMNormalizeTargetTriple"),
                  FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
      for (int i = 0; i < 20_000; i++) {
        String text = text(random);
        var answer = (MemorySegment) normalize.invokeExact(arena.allocateFrom(text));
        assertThat(LlvmNormalization.normalize(text))
            .as("`%s` with seed %d", text, seed)
            .isEqualTo(answer.reinterpret(Long.MAX_VALUE).getString(0));
      }
    }
  }

  private static String text(Random random) {
    var words = new ArrayList<String>();
    for (int n = 1 + random.nextInt(6); n > 0; n--) {
      words.add(random.nextInt(12) == 0 ? "" : WORDS[random.nextInt(WORDS.length)]);
    }
    return String.join("-", words);
  }

  private static Optional<Path> library() throws IOException {
    Path toolchains = Path.of(System.getProperty("user.home"), ".rustup/toolchains");
    if (!Files.isDirectory(toolchains)) {
      return Optional.empty();
    }
    try (var found = Files.find(toolchains, 3, (p, _) -> isLlvm(p))) {
      return List.copyOf(found.toList()).stream().findFirst();
    }
  }

  private static boolean isLlvm(Path path) {
    return String.valueOf(path.getFileName()).startsWith("libLLVM.so.22");
  }
}
