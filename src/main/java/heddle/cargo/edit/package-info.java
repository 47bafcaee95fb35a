/** Changes of manifests that cargo's {@code add} and {@code remove} make, text by text. */
package heddle.cargo.edit;
