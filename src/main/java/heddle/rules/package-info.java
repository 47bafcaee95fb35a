/**
 * User rules: Java files that a workspace names in {@code heddle.toml}, compiled in memory, held
 * against an allowlist, and evaluated by the engine as tasks like any other; and the intrinsics
 * that a rule may request.
 */
package heddle.rules;
