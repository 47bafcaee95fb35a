package heddle.rust;

import heddle.text.Json;
import heddle.text.JsonWriter;
import heddle.text.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a build says to people and to tools, in cargo's forms ({@code util/machine_message.rs}). A
 * text for people is said once in a build, as several units of a package often give the same one
 * ({@code DiagDedupe} of {@code core/compiler/job_queue}).
 */
final class Messages {
  /** Begins what no compiler writes. */
  private static final String PRINTED = "\u0001";

  private final MessageFormat format;
  private final boolean colour;
  private final Set<String> rendered = new HashSet<>();

  Messages(MessageFormat format, boolean colour) {
    this.format = format;
    this.colour = colour;
  }

  /** Lines for one of the two streams; {@code repeated} of the warnings were said before. */
  record Said(List<String> out, List<String> err, int warnings, int errors, int repeated) {
    Said {
      out = List.copyOf(out);
      err = List.copyOf(err);
    }
  }

  /** A line of a compiler's standard output among its diagnostics: it is handed on as it is. */
  static String printed(String line) {
    return PRINTED + line;
  }

  /** What rustc said of a unit, each line as it came. */
  synchronized Said diagnostics(Crate crate, List<String> lines) {
    List<String> out = new ArrayList<>();
    List<String> err = new ArrayList<>();
    int warnings = 0;
    int errors = 0;
    int repeated = 0;
    for (String line : lines) {
      if (line.startsWith(PRINTED)) {
        out.add(line.substring(PRINTED.length()));
        continue;
      }
      if (!line.startsWith("{")) {
        err.add(line);
        continue;
      }
      Optional<Json.Obj> parsed = parse(line);
      if (parsed.isEmpty()) {
        err.add(line);
        continue;
      }
      if (parsed.get().get("future_incompat_report").isPresent()) {
        continue;
      }
      if (summary(parsed.get())) {
        continue;
      }
      String level = Diagnostics.level(line);
      switch (level) {
        case "warning" -> warnings++;
        case "error" -> errors++;
        default -> {}
      }
      if (format.json() && !format.rendered()) {
        out.add(compilerMessage(crate, parsed.get()));
      } else {
        String text =
            parsed
                .get()
                .get("rendered")
                .filter(each -> each instanceof Json.Str)
                .map(each -> ((Json.Str) each).value())
                .orElse("");
        if (text.isEmpty()) {
          continue;
        }
        if (rendered.add(text)) {
          err.add((colour ? text : plain(text)).stripTrailing() + (separate(text) ? "\n" : ""));
        } else if (level.equals("warning")) {
          repeated++;
        }
      }
    }
    return new Said(out, err, warnings, errors, repeated);
  }

  /** Whether an empty line follows, as rustc writes it; its last hints have none. */
  private boolean separate(String text) {
    return !format.brief() && text.endsWith("\n\n");
  }

  /** Lines of rustc that only count the others; the build's own last line says more. */
  private static boolean summary(Json.Obj diagnostic) {
    String message =
        diagnostic
            .get("message")
            .filter(each -> each instanceof Json.Str)
            .map(each -> ((Json.Str) each).value())
            .orElse("");
    return message.startsWith("aborting due to")
        || message.endsWith(" warning emitted")
        || message.endsWith(" warnings emitted");
  }

  private static Optional<Json.Obj> parse(String line) {
    try {
      return Json.parse(line.getBytes(StandardCharsets.UTF_8)) instanceof Json.Obj object
          ? Optional.of(object)
          : Optional.empty();
    } catch (ProblemException _) {
      return Optional.empty();
    }
  }

  private String compilerMessage(Crate crate, Json.Obj diagnostic) {
    StringBuilder text = new StringBuilder();
    JsonWriter json = begin(text, "compiler-message", crate).key("message");
    if (format.ansi()) {
      json.value(diagnostic);
    } else {
      uncoloured(json, diagnostic);
    }
    json.endObject();
    return text.toString();
  }

  /**
   * As cargo writes a diagnostic anew when it takes the colours out: its text, the rest by name,
   * its code at the end.
   */
  private static void uncoloured(JsonWriter json, Json.Obj diagnostic) {
    json.beginObject();
    diagnostic
        .get("rendered")
        .ifPresent(rendered -> {
          json.key("rendered");
          if (rendered instanceof Json.Str(String coloured)) json.string(plain(coloured));
          else json.value(rendered);
        });
    for (var member : new TreeMap<>(diagnostic.members()).entrySet()) {
      if (member.getKey().equals("rendered") || member.getKey().equals("code")) continue;
      json.key(member.getKey()).value(sorted(member.getValue()));
    }
    diagnostic.get("code").ifPresent(code -> json.key("code").value(sorted(code)));
    json.endObject();
  }

  private static Json sorted(Json value) {
    return switch (value) {
      case Json.Obj object -> {
        var members = new LinkedHashMap<String, Json>();
        for (var member : new TreeMap<>(object.members()).entrySet()) {
          members.put(member.getKey(), sorted(member.getValue()));
        }
        yield new Json.Obj(members);
      }
      case Json.Arr array -> new Json.Arr(array.items().stream().map(Messages::sorted).toList());
      default -> value;
    };
  }

  private static JsonWriter begin(StringBuilder text, String reason, Crate crate) {
    return new JsonWriter(text)
        .beginObject()
        .key("reason")
        .string(reason)
        .key("package_id")
        .string(crate.pkg().specification())
        .key("manifest_path")
        .string(crate.pkg().manifest().toString())
        .key("target")
        .raw(crate.targetJson());
  }

  /** The event that a unit's files are there. */
  String artifact(Crate crate, Shown shown) {
    StringBuilder text = new StringBuilder();
    JsonWriter json = begin(text, "compiler-artifact", crate);
    json.key("profile")
        .beginObject()
        .key("opt_level")
        .string(crate.codegen().optLevel())
        .key("debuginfo");
    String debug = crate.codegen().debuginfo().orElse("0");
    if (debug.length() == 1) {
      json.raw(debug);
    } else {
      json.string(debug);
    }
    json.key("debug_assertions")
        .bool(crate.codegen().debugAssertions())
        .key("overflow_checks")
        .bool(crate.codegen().overflowChecks())
        .key("test")
        .bool(crate.asTest())
        .endObject();
    json.key("features").strings(crate.features());
    json.key("filenames").strings(shown.files().stream().map(Object::toString).toList());
    json.key("executable");
    boolean runs =
        crate.work() == Crate.Work.TEST || (crate.work() == Crate.Work.BUILD && crate.executable());
    if (runs && !shown.files().isEmpty()) {
      json.string(shown.files().getFirst().toString());
    } else {
      json.nil();
    }
    json.key("fresh").bool(shown.fresh()).endObject();
    return text.toString();
  }

  /** The event that a build script has run. */
  static String scriptExecuted(Crate crate, ScriptRun run) {
    StringBuilder text = new StringBuilder();
    JsonWriter json =
        new JsonWriter(text)
            .beginObject()
            .key("reason")
            .string("build-script-executed")
            .key("package_id")
            .string(crate.pkg().specification());
    json.key("linked_libs").strings(run.output().libraries());
    json.key("linked_paths").strings(run.output().searchPaths());
    json.key("cfgs").strings(run.output().cfgs());
    json.key("env").beginArray();
    for (Map.Entry<String, String> variable : run.output().variables()) {
      json.strings(List.of(variable.getKey(), variable.getValue()));
    }
    json.endArray().key("out_dir").string(run.outDirectory().toString()).endObject();
    return text.toString();
  }

  /** The last event. */
  static String finished(boolean success) {
    return "{\"reason\":\"build-finished\",\"success\":" + success + "}";
  }

  /** A script's words as they are shown: cargo's shell takes colours out where it shows none. */
  String text(String said) {
    return colour ? said : plain(said);
  }

  /** Without the terminal's colour sequences. */
  static String plain(String text) {
    if (text.indexOf('\u001b') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\u001b' && i + 1 < text.length() && text.charAt(i + 1) == '[') {
        i += 2;
        while (i < text.length() && !Character.isLetter(text.charAt(i))) {
          i++;
        }
      } else {
        out.append(c);
      }
      i++;
    }
    return out.toString();
  }
}
