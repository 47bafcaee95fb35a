/**
 * What is kept on the disk, named by its content: blobs, trees, action results, records, leases.
 * Many processes share one store; what the bytes mean it does not know.
 */
package heddle.store;
