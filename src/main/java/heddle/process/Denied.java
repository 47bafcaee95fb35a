package heddle.process;

/**
 * What an action reached for and was not given, so that a message can name it and how to allow it.
 */
public sealed interface Denied {
  /** For a message. */
  String text();

  /** A connection; {@code host} as the action spelt it. */
  record Network(String host, int port) implements Denied {
    @Override
    public String text() {
      return "the network: " + host + ":" + port;
    }
  }

  /** A file or directory that it wanted to read. */
  record Read(String path) implements Denied {
    @Override
    public String text() {
      return "to read " + path;
    }
  }

  /** A file or directory that it wanted to write. */
  record Write(String path) implements Denied {
    @Override
    public String text() {
      return "to write " + path;
    }
  }

  /** A variable of the user's environment that is hidden from actions. */
  record Variable(String name) implements Denied {
    @Override
    public String text() {
      return "the variable " + name;
    }
  }
}
