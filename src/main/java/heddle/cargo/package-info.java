/**
 * Cargo's model: manifests, config, lock, features, profiles and the graph of units they give. A
 * function from files to units: it starts no process, and asks what it needs of the outside by
 * intrinsics.
 */
package heddle.cargo;
