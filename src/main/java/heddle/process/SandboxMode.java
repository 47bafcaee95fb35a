package heddle.process;

/** What the user asks of the sandbox. */
public enum SandboxMode {
  /** The strongest level of this machine. */
  AUTO,
  /** Namespaces, or no build. */
  STRICT,
  /** Plain. */
  NONE
}
