package heddle.rust;

import heddle.process.SandboxLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The result of one action as the store keeps it: its files, what it printed line by line, what it
 * observed, for a script its OUT_DIR, and how strongly it was held. Text form: a letter and fields
 * separated by tabs, one line each; paths in general form.
 */
record Recorded(
    List<Product> products,
    List<String> messages,
    Observed observed,
    Optional<Machine.Blob> outDirectory,
    String outPath,
    SandboxLevel level) {
  /** A file under the name rustc gave it. */
  record Product(String name, Machine.Blob blob, boolean executable) {}

  private static final String HEAD = "heddle-action 1";

  Recorded {
    products = List.copyOf(products);
    messages = List.copyOf(messages);
  }

  String encode() {
    StringBuilder out = new StringBuilder(HEAD).append('\n');
    for (Product product : products) {
      out.append("f\t")
          .append(product.name())
          .append('\t')
          .append(product.blob().hash())
          .append('\t')
          .append(product.blob().size());
      out.append('\t').append(product.executable() ? 'x' : '-').append('\n');
    }
    outDirectory.ifPresent(tree ->
        out.append("o\t")
            .append(outPath)
            .append('\t')
            .append(tree.hash())
            .append('\t')
            .append(tree.size())
            .append('\n'));
    out.append("l\t").append(level.name()).append('\n');
    for (String line : observed.encode().split("\n", -1)) {
      if (!line.isEmpty()) {
        out.append("w\t").append(line).append('\n');
      }
    }
    for (String message : messages) {
      out.append("m\t").append(message).append('\n');
    }
    return out.append("end\n").toString();
  }

  /** Empty if the text is not one that {@link #encode} wrote to its end. */
  static Optional<Recorded> decode(String text) {
    if (!text.startsWith(HEAD + "\n") || !text.endsWith("\nend\n")) {
      return Optional.empty();
    }
    List<Product> products = new ArrayList<>();
    List<String> messages = new ArrayList<>();
    StringBuilder observed = new StringBuilder();
    Optional<Machine.Blob> directory = Optional.empty();
    String outPath = "";
    SandboxLevel level = SandboxLevel.PLAIN;
    int at = HEAD.length() + 1;
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      String line = text.substring(at, end);
      at = end + 1;
      if (line.startsWith("m\t")) {
        messages.add(line.substring(2));
      } else if (line.startsWith("w\t")) {
        observed.append(line, 2, line.length()).append('\n');
      } else if (line.startsWith("l\t")) {
        level = level(line.substring(2));
      } else if (line.startsWith("f\t")) {
        String[] fields = line.split("\t", -1);
        products.add(
            new Product(
                fields[1],
                new Machine.Blob(fields[2], Long.parseLong(fields[3])),
                fields[4].equals("x")));
      } else if (line.startsWith("o\t")) {
        String[] fields = line.split("\t", -1);
        outPath = fields[1];
        directory = Optional.of(new Machine.Blob(fields[2], Long.parseLong(fields[3])));
      }
    }
    return Optional.of(
        new Recorded(
            products, messages, Observed.decode(observed.toString()), directory, outPath, level));
  }

  /** Of a name that a newer Heddle may have written. */
  private static SandboxLevel level(String name) {
    for (SandboxLevel each : SandboxLevel.values()) {
      if (each.name().equals(name)) return each;
    }
    return SandboxLevel.PLAIN;
  }

  Optional<Product> product(String name) {
    return products.stream().filter(product -> product.name().equals(name)).findFirst();
  }
}
