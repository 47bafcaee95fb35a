package heddle.process;

/** How strongly a run was held to what it declared; a later level holds it more strongly. */
public enum SandboxLevel {
  /** Clean environment, own working directory; nothing else is kept from it. */
  PLAIN,
  /** Files by Landlock, sockets by seccomp; existence of files stays visible. */
  LANDLOCK,
  /** Own mounts, processes, network and IPC: what is not declared does not exist. */
  NAMESPACES
}
