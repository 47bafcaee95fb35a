package heddle.platform;

/**
 * The C library of a target: its kind ({@code glibc}, {@code musl}, {@code bionic}, {@code msvcrt},
 * {@code ucrt}, the system's own name, {@code none}, or {@code open} where a dialect does not say)
 * and the least version that is asked for, empty where nothing was asked.
 */
public record Libc(String kind, String floor) {}
