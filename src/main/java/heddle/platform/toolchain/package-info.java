/**
 * Which tools there are, what they make and for which target: discovery, and toolchains as values.
 */
package heddle.platform.toolchain;
