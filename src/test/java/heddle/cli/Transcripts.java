package heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.fetch.Http;
import heddle.fetch.Network;
import heddle.fetch.RegistryAddress;
import heddle.text.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the transcripts of an example's page in a copy of it, beside a copy of the clients: {@code
 * heddle} in this process, behind {@code unshare -n} in one without a network, all else in a shell.
 * With the variable HEDDLE_UPDATE_EXAMPLES set it writes what happens into the page.
 */
final class Transcripts {
  private static final Path ROOT = Path.of("").toAbsolutePath();

  private final String example;
  private final Path temp;
  private final Path place;
  private final Map<String, String> environment = new HashMap<>();

  Transcripts(String example, Path temp) throws IOException {
    this.example = example;
    this.temp = temp.toRealPath();
    this.place = this.temp.resolve("examples").resolve(example);
    copy("examples/" + example);
    copy("clients");
    Path home = Files.createDirectories(this.temp.resolve("you"));
    String real = String.valueOf(System.getenv("HOME"));
    environment.put("HOME", home.toString());
    environment.put("PATH", String.valueOf(System.getenv("PATH")));
    environment.put("RUSTUP_HOME", real + "/.rustup");
    environment.put("CARGO_HOME", real + "/.cargo");
    for (String name : List.of("RUSTUP_TOOLCHAIN", "RUSTUP_HOME", "CARGO_HOME")) {
      Optional.ofNullable(System.getenv(name)).ifPresent(value -> environment.put(name, value));
    }
  }

  private void copy(String name) throws IOException {
    Path from = ROOT.resolve(name);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : files.toList()) {
        if (!Files.isRegularFile(each)
            || each.toString().contains("/target/")
            || each.toString().contains("/__pycache__/")) continue;
        Path to = temp.resolve(ROOT.relativize(each));
        Files.createDirectories(to.getParent());
        Files.copy(each, to, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** Whether the public registry of crates can be reached from here. */
  static boolean registryAnswers() throws Exception {
    URI index = RegistryAddress.cratesIo().index();
    try (var http = new Http(Network.of(System.getenv(), _ -> Optional.empty()))) {
      return http.get(index.resolve("config.json"), Map.of(), 4096).status() == 200;
    } catch (ProblemException _) {
      return false;
    }
  }

  void check() throws Exception {
    Path file = ROOT.resolve("examples").resolve(example).resolve("README.md");
    String page = Files.readString(file);
    var happened = new StringBuilder();
    boolean transcript = false;
    int commands = 0;
    for (String line : page.split("\n", -1)) {
      if (line.equals("```console")) {
        transcript = true;
        happened.append(line).append('\n');
      } else if (line.equals("```")) {
        transcript = false;
        happened.append(line).append('\n');
      } else if (!transcript) {
        happened.append(line).append('\n');
      } else if (line.startsWith("$ ")) {
        commands++;
        happened.append(line).append('\n').append(general(run(line.substring(2))));
      }
    }
    assertThat(commands).isGreaterThan(2);
    happened.setLength(happened.length() - 1);
    if (System.getenv("HEDDLE_UPDATE_EXAMPLES") != null) Files.writeString(file, happened);
    assertThat(happened.toString()).isEqualTo(page);
  }

  /** Without what differs from machine to machine and from run to run. */
  private String general(String text) {
    var lines = new ArrayList<String>();
    String shown =
        text.replace(place + "/", "")
            .replace(temp.resolve("you").toString(), "/home/you")
            .replace(temp.toString(), "/home/you/heddle")
            .replace(ROOT.toString(), "/home/you/heddle")
            .replaceAll("in [0-9.]+s", "in 0s")
            .replaceAll("-[0-9a-f]{16}/", "-0123456789abcdef/")
            .replaceAll("thread 'main' \\([0-9]+\\)", "thread 'main'");
    for (String line : shown.split("\n", -1)) lines.add(line.stripTrailing());
    String all = String.join("\n", lines);
    return all.isEmpty() || all.endsWith("\n") ? all : all + "\n";
  }

  private String run(String command) throws Exception {
    Map<String, String> variables = new HashMap<>(environment);
    var words = new ArrayList<>(List.of(command.split(" ", -1)));
    while (words.getFirst().matches("[A-Z_0-9]+=.*")) {
      String[] pair = words.removeFirst().split("=", 2);
      variables.put(pair[0], pair[1]);
    }
    if (command.startsWith(ALONE)) {
      boolean may = shell("unshare -n true && echo yes").equals("yes\n");
      String rest = command.substring(ALONE.length());
      if (!rest.startsWith("heddle ")) return shell(may ? command : rest);
      List<String> rule = new ArrayList<>(may ? List.of("unshare", "-n") : List.of());
      return process(rule, List.of(rest.split(" ", -1)).subList(1, words.size() - 2), variables);
    }
    int grep = words.indexOf("|");
    if (grep > 0 && words.getFirst().equals("heddle") && words.get(grep + 1).equals("grep")) {
      String all = heddle(words.subList(1, grep), variables);
      boolean only = words.get(grep + 2).equals("-o");
      String word = words.get(grep + (only ? 3 : 2));
      return all.lines()
          .flatMap(
              line -> only ? Stream.generate(() -> word).limit(count(line, word)) : Stream.of(line))
          .filter(line -> line.contains(word))
          .map(line -> line + "\n")
          .reduce("", String::concat);
    }
    boolean plain = command.indexOf('|') < 0 && command.indexOf('"') < 0;
    return words.getFirst().equals("heddle") && plain
        ? heddle(words.subList(1, words.size()), variables)
        : shell(command);
  }

  private static int count(String line, String word) {
    return line.split(java.util.regex.Pattern.quote(word), -1).length - 1;
  }

  private String heddle(List<String> words, Map<String, String> variables) {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    var invocation =
        new Invocation(
            words,
            variables,
            place,
            temp.resolve("home"),
            Invocation.ownClassPath(),
            Optional.of(ROOT),
            0,
            Optional.empty());
    Main.run(new Session(invocation, new Terminal(out, out, false, false, 80)));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static final String ALONE = "unshare -n ";

  /** Heddle as a process of its own, started by other words. */
  private String process(List<String> before, List<String> words, Map<String, String> variables)
      throws Exception {
    var all = new ArrayList<>(before);
    all.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    all.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    all.add("--enable-native-access=ALL-UNNAMED");
    all.addAll(List.of("-cp", Invocation.ownClassPath(), "-Dheddle.home=" + temp.resolve("home")));
    all.add("heddle.cli.Main");
    all.addAll(words);
    var builder = new ProcessBuilder(all).directory(place.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(variables);
    return said(builder);
  }

  private String shell(String command) throws Exception {
    var builder =
        new ProcessBuilder("sh", "-c", command).directory(place.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return said(builder);
  }

  private static String said(ProcessBuilder builder) throws Exception {
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return printed;
  }
}
