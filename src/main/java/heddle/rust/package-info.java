/** Units to actions: drives rustc, build scripts and tests, and lays out {@code target/}. */
package heddle.rust;
