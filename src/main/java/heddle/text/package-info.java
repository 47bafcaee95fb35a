/**
 * Text with positions: TOML, JSON and cfg() expressions, and the shape of an error that points into
 * a file. Requires no other room.
 */
package heddle.text;
