/** The root's words: heddle.toml as values, every one with its place. */
package heddle.contract.policy;
