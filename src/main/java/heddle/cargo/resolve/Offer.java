package heddle.cargo.resolve;

/**
 * A version that a source has. A yanked one counts only where the lock has it or it was asked for.
 */
public record Offer(Summary summary, boolean yanked) {}
