package heddle.contract;

import static org.assertj.core.api.Assertions.assertThat;

import heddle.contract.policy.Policy;
import heddle.platform.Dialect;
import heddle.platform.Target;
import heddle.text.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ScriptContextTest {
  @Test
  void a_context_holds_what_the_package_asks_for_and_its_target_in_every_spelling()
      throws Exception {
    var graph =
        new Graph()
            .add(
                "app",
                "[option.level]\ntype = \"int\"\ndefault = 3\n[option.path]\ntype = \"path\"");
    Node node = graph.nodes().getFirst();
    var requests =
        OptionRequests.of(List.of("app:path=/p"), Map.of(), Optional.empty(), Policy.NONE);
    Target target = Target.parse("aarch64-unknown-linux-gnu", Dialect.RUSTC);
    Target host = Target.parse("x86_64-unknown-linux-musl", Dialect.RUSTC);
    var value = new Json.Obj(Map.of("value", new Json.Num("1")));
    var context =
        new ScriptContext(
            node,
            target,
            host,
            Options.resolve(List.of(node), requests).getFirst(),
            Map.of("source", Path.of("/heddle/d/foo.tar.gz")),
            Map.of("objects", Path.of("/c/objects")),
            Map.of("answer", new Fact("answer", "data/1", value, "z-sys", "1.0.0")));
    byte[] bytes = context.encode();
    assertThat(context.encode()).isEqualTo(bytes);
    String text = new String(bytes, StandardCharsets.UTF_8);
    assertThat(text)
        .startsWith("{\"heddle\":1,\"package\":{\"name\":\"app\",\"version\":\"1.2.3\"},")
        .contains("\"level\":{\"value\":3,\"set\":false}")
        .contains("\"path\":{\"value\":\"/p\",\"set\":true}")
        .contains("\"source\":{\"path\":\"/heddle/d/foo.tar.gz\"}")
        .contains(
            "\"answer\":{\"schema\":\"data/1\",\"from\":\"z-sys@1.0.0\",\"value\":{\"value\":1}}");
    Json.Obj root = (Json.Obj) Json.parse(bytes);
    Json.Obj seen = (Json.Obj) root.get("target").orElseThrow();
    assertThat(seen.get("arch")).contains(new Json.Str("aarch64"));
    assertThat(seen.get("libc")).contains(new Json.Str("glibc"));
    Json.Obj spellings = (Json.Obj) seen.get("spellings").orElseThrow();
    assertThat(spellings.get("rustc")).contains(new Json.Str("aarch64-unknown-linux-gnu"));
    assertThat(spellings.get("debian")).contains(new Json.Str("arm64"));
  }
}
