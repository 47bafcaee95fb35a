package heddle.platform;

/** The processor part of a target, before its system is known. */
record Machine(String arch, String isa, Endian endian) {
  static Machine little(String arch, String isa) {
    return new Machine(arch, isa, Endian.LITTLE);
  }

  static Machine big(String arch, String isa) {
    return new Machine(arch, isa, Endian.BIG);
  }

  static Machine little(String arch) {
    return little(arch, "");
  }

  static Machine big(String arch) {
    return big(arch, "");
  }

  /**
   * The target of this machine with a system; the calling convention is completed by the system's
   * default.
   */
  Target with(String vendor, String os, String osMin, String env, String abi, String libcMin) {
    String convention = AbiNames.completed(arch, endian, os, env, abi);
    int bits = Architecture.find(arch).map(Architecture::bits).orElse(32);
    int pointers = AbiNames.pointerBits(convention, bits <= 16 ? 16 : bits);
    return new Target(
        arch,
        isa,
        endian,
        bits,
        isa.equals("arm64_32") ? 32 : pointers,
        vendor,
        os,
        osMin,
        env,
        convention,
        libcMin,
        Architecture.format(arch, os),
        "");
  }
}
