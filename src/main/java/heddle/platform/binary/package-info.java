/** Readers of object files, libraries and programs: what an artifact is and what it needs. */
package heddle.platform.binary;
