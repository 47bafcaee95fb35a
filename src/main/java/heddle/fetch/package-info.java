/**
 * Bytes from elsewhere: registries over HTTP with proxies, certificates and credentials, local
 * registries, vendored directories, git; and their safe unpacking.
 */
package heddle.fetch;
