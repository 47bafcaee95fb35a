package heddle.cli;

import java.util.List;

/** One line of {@code heddle doctor}; {@code help} where something is missing or worth knowing. */
record Finding(String subject, boolean well, String said, List<String> help) {
  Finding {
    help = List.copyOf(help);
  }
}
