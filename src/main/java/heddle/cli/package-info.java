/**
 * Commands, console and messages: the only room that prints, ends the process, or reads arguments
 * and environment.
 */
package heddle.cli;
