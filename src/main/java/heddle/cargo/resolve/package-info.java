/**
 * Choosing versions: from manifests, an index and the previous lock to a lock that equals cargo's.
 * The order of the search is cargo's, since another valid solution is another lock.
 */
package heddle.cargo.resolve;
