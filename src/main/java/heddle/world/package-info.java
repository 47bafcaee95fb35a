/**
 * What is observed of the machine: files, directories, variables. Each observation is an input of
 * the engine, so that a build sees one snapshot.
 */
package heddle.world;
