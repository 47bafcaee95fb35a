package heddle.platform.toolchain;

import heddle.text.Place;
import heddle.text.Problem;
import heddle.text.ProblemException;
import heddle.text.Source;
import heddle.text.Toml;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A {@code rust-toolchain.toml}, or the older {@code rust-toolchain} that may hold a bare name: the
 * toolchain that a directory asks for, by channel or by path (rustup's book, "The toolchain file").
 */
record RustToolchainFile(
    Source source,
    Optional<Place> place,
    Optional<String> channel,
    Optional<String> path,
    List<String> targets) {

  RustToolchainFile {
    targets = List.copyOf(targets);
  }

  static RustToolchainFile parse(Source source, boolean bareNameAllowed) throws ProblemException {
    String text = source.text().strip();
    if (bareNameAllowed && !text.isEmpty() && text.indexOf('\n') < 0 && text.indexOf('[') < 0) {
      return text.startsWith("/")
          ? new RustToolchainFile(
              source, Optional.empty(), Optional.empty(), Optional.of(text), List.of())
          : new RustToolchainFile(
              source, Optional.empty(), Optional.of(text), Optional.empty(), List.of());
    }
    Toml.Table file = Toml.parse(source);
    if (!(file.get("toolchain").orElse(null) instanceof Toml.Table toolchain)) {
      throw new ProblemException(
          Problem.at(file.place(), "a toolchain file needs a table `[toolchain]`"));
    }
    Optional<String> channel = text(toolchain, "channel");
    Optional<String> path = text(toolchain, "path");
    if (channel.isPresent() == path.isPresent()) {
      throw new ProblemException(
          Problem.at(
              toolchain.place(),
              channel.isPresent()
                  ? "`channel` and `path` exclude each other"
                  : "`[toolchain]` names neither `channel` nor `path`"));
    }
    var targets =
        toolchain.get("targets").orElse(null) instanceof Toml.Array list
            ? list.items().stream()
                .flatMap(i -> i instanceof Toml.Text t ? Stream.of(t.value()) : Stream.empty())
                .toList()
            : List.<String>of();
    Optional<Place> place =
        toolchain.get(channel.isPresent() ? "channel" : "path").map(Toml::place);
    return new RustToolchainFile(source, place, channel, path, targets);
  }

  private static Optional<String> text(Toml.Table table, String key) throws ProblemException {
    Optional<Toml> value = table.get(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof Toml.Text text) {
      return Optional.of(text.value());
    }
    throw new ProblemException(Problem.at(value.get().place(), "`" + key + "` must be a string"));
  }
}
