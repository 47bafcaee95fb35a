/**
 * Actions as values, and how they run: clean environment, declared inputs, a sandbox as strong as
 * the machine allows, slots and the GNU make jobserver. The only room that starts processes.
 */
package heddle.process;
