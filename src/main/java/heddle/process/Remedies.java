package heddle.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How to get a level that this machine refuses: what an administrator would change, from the usual
 * causes.
 *
 * @param root the directory below which {@code /proc} and the marks of containers are looked for
 */
record Remedies(Path root) {
  List<String> of(SandboxLevel level, boolean superuser) {
    return switch (level) {
      case NAMESPACES -> namespaces(superuser);
      case LANDLOCK ->
          List.of(
              "Landlock needs Linux 5.13, built with CONFIG_SECURITY_LANDLOCK, and `landlock` in"
                  + " the kernel's parameter lsm=");
      case PLAIN -> List.of();
    };
  }

  private List<String> namespaces(boolean superuser) {
    var remedies = new ArrayList<String>();
    if (Files.exists(root.resolve(".dockerenv"))
        || Files.exists(root.resolve("run/.containerenv"))) {
      remedies.add(
          "in a container: start it with --cap-add SYS_ADMIN --security-opt seccomp=unconfined"
              + " --security-opt apparmor=unconfined, or with podman as an ordinary user");
    }
    if (superuser) {
      return List.copyOf(remedies);
    }
    if (number("proc/sys/kernel/apparmor_restrict_unprivileged_userns") == 1) {
      remedies.add(
          "Ubuntu: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0, or an AppArmor"
              + " profile for /usr/bin/perl, which enters the namespaces, with the rule `userns,`");
    }
    if (number("proc/sys/kernel/unprivileged_userns_clone") == 0) {
      remedies.add("sudo sysctl kernel.unprivileged_userns_clone=1");
    }
    if (number("proc/sys/user/max_user_namespaces") == 0) {
      remedies.add("sudo sysctl user.max_user_namespaces=15000");
    }
    if (!Files.isExecutable(root.resolve("usr/bin/perl"))) {
      remedies.add("perl (Debian: perl-base), which enters the namespaces");
    }
    return List.copyOf(remedies);
  }

  private int number(String file) {
    try {
      return Integer.parseInt(Files.readString(root.resolve(file)).strip());
    } catch (IOException | NumberFormatException _) {
      return -1; // this kernel does not have it
    }
  }
}
