/**
 * What packages ask for and give (options, downloads, facts), joined with what the root says over a
 * graph of packages.
 */
package heddle.contract;
