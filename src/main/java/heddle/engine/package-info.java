/**
 * Tasks as functions of the values that they ask for: memo, parallelism, cycles, cutoff, traces. It
 * knows no file, no process and no word of what is built.
 */
package heddle.engine;
