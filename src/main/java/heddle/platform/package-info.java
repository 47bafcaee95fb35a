/**
 * Targets, toolchains and ABIs as values: one parser of target texts, what tools there are and what
 * they make, and whether two artifacts go together.
 */
package heddle.platform;
