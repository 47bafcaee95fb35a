package heddle.contract;

import heddle.text.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * As much of JSON Schema 2020-12 as the files in docs/schema use, and of draft 7 as those of
 * CycloneDX do; a keyword that it does not know is an error of the schema.
 *
 * @param directory where files lie that a reference names
 */
public record JsonSchema(Path directory, Json.Obj file, Json schema) {
  /** What says something to people, or to other programs. */
  private static final Set<String> REMARKS =
      Set.of(
          "$schema",
          "$id",
          "$comment",
          "$defs",
          "definitions",
          "title",
          "description",
          "examples",
          "default",
          "deprecated",
          "meta:enum",
          "then");

  /** A file of docs/schema. */
  public static JsonSchema named(String name) throws Exception {
    return at(Path.of("docs/schema", name));
  }

  /** The schema that a file is. */
  public static JsonSchema at(Path path) throws Exception {
    Json json = Json.parse(Files.readAllBytes(path));
    return new JsonSchema(path.resolveSibling("."), (Json.Obj) json, json);
  }

  private JsonSchema with(Json part) {
    return new JsonSchema(directory, file, part);
  }

  /** One of its definitions. */
  JsonSchema of(String definition) {
    return with(((Json.Obj) file.get("$defs").orElseThrow()).get(definition).orElseThrow());
  }

  /** What is wrong with a document, each with its place. */
  public List<String> wrong(Json document) throws Exception {
    var wrong = new ArrayList<String>();
    check("", document, wrong);
    return wrong;
  }

  private void check(String at, Json value, List<String> wrong) throws Exception {
    if (schema instanceof Json.Bool bool) {
      if (!bool.value()) wrong.add(at + ": not allowed");
      return;
    }
    for (Map.Entry<String, Json> keyword : ((Json.Obj) schema).members().entrySet()) {
      Json by = keyword.getValue();
      if (REMARKS.contains(keyword.getKey())) continue;
      switch (keyword.getKey()) {
        case "$ref" -> reference(((Json.Str) by).value()).check(at, value, wrong);
        case "const" -> must(at, value.equals(by), "is not " + by.compact(), wrong);
        case "enum" ->
            must(at, ((Json.Arr) by).items().contains(value), "is none of " + by.compact(), wrong);
        case "type" -> must(at, types(by).contains(type(value)), "is no " + by.compact(), wrong);
        case "minLength" ->
            must(
                at,
                !(value instanceof Json.Str text) || text.value().length() >= number(by),
                "is too short",
                wrong);
        case "maxLength" ->
            must(
                at,
                !(value instanceof Json.Str text) || text.value().length() <= number(by),
                "is too long",
                wrong);
        case "minItems" ->
            must(
                at,
                !(value instanceof Json.Arr list) || list.items().size() >= number(by),
                "has too few items",
                wrong);
        case "maxItems" ->
            must(
                at,
                !(value instanceof Json.Arr list) || list.items().size() <= number(by),
                "has too many items",
                wrong);
        case "uniqueItems" ->
            must(
                at,
                !(value instanceof Json.Arr list)
                    || Set.copyOf(list.items()).size() == list.items().size(),
                "says something twice",
                wrong);
        case "maximum" ->
            must(
                at,
                !(value instanceof Json.Num n) || Double.parseDouble(n.text()) <= number(by),
                "is too large",
                wrong);
        case "format" ->
            must(
                at,
                !(value instanceof Json.Str text) || formed(((Json.Str) by).value(), text.value()),
                "is no " + by.compact(),
                wrong);
        case "minimum" ->
            must(
                at,
                !(value instanceof Json.Num n) || Double.parseDouble(n.text()) >= number(by),
                "is too small",
                wrong);
        case "pattern" ->
            must(
                at,
                !(value instanceof Json.Str text)
                    || Pattern.compile(((Json.Str) by).value()).matcher(text.value()).find(),
                "does not match " + by.compact(),
                wrong);
        case "anyOf" -> must(at, fitting(by, value) > 0, "fits none of " + by.compact(), wrong);
        case "oneOf" -> must(at, fitting(by, value) == 1, "fits not one of " + by.compact(), wrong);
        case "allOf" -> {
          for (Json each : ((Json.Arr) by).items()) with(each).check(at, value, wrong);
        }
        case "if" -> {
          if (with(by).wrong(value).isEmpty())
            with(((Json.Obj) schema).get("then").orElseThrow()).check(at, value, wrong);
        }
        case "items" -> {
          if (value instanceof Json.Arr array) {
            for (int i = 0; i < array.items().size(); i++) {
              // Of draft 7: a schema for each item in turn, and `additionalItems` for the rest.
              Optional<Json> item =
                  !(by instanceof Json.Arr each)
                      ? Optional.of(by)
                      : i < each.items().size()
                          ? Optional.of(each.items().get(i))
                          : ((Json.Obj) schema).get("additionalItems");
              if (item.isPresent())
                with(item.get()).check(at + "/" + i, array.items().get(i), wrong);
            }
          }
        }
        case "additionalItems" -> {}
        case "required" -> {
          if (value instanceof Json.Obj object) {
            for (Json each : ((Json.Arr) by).items())
              must(
                  at,
                  object.get(((Json.Str) each).value()).isPresent(),
                  "has no " + each.compact(),
                  wrong);
          }
        }
        case "properties" -> {
          if (value instanceof Json.Obj object) {
            for (var each : ((Json.Obj) by).members().entrySet()) {
              Optional<Json> member = object.get(each.getKey());
              if (member.isPresent())
                with(each.getValue()).check(at + "/" + each.getKey(), member.get(), wrong);
            }
          }
        }
        case "additionalProperties" -> {
          if (value instanceof Json.Obj object) {
            Json named = ((Json.Obj) schema).get("properties").orElse(new Json.Obj(Map.of()));
            for (var each : object.members().entrySet()) {
              if (((Json.Obj) named).get(each.getKey()).isEmpty())
                with(by).check(at + "/" + each.getKey(), each.getValue(), wrong);
            }
          }
        }
        case "propertyNames" -> {
          if (value instanceof Json.Obj object) {
            for (String name : object.members().keySet())
              with(by).check(at + "/" + name, new Json.Str(name), wrong);
          }
        }
        default -> throw new IllegalStateException("unknown keyword " + keyword.getKey());
      }
    }
  }

  private JsonSchema reference(String text) throws Exception {
    int hash = text.indexOf('#');
    String name = hash < 0 ? text : text.substring(0, hash);
    JsonSchema root = name.isEmpty() ? with(file) : at(directory.resolve(name));
    Json part = root.file;
    if (hash >= 0) {
      for (String each : text.substring(hash + 1).split("/", -1))
        if (!each.isEmpty()) part = ((Json.Obj) part).get(each).orElseThrow();
    }
    return root.with(part);
  }

  private int fitting(Json schemas, Json value) throws Exception {
    int fits = 0;
    for (Json each : ((Json.Arr) schemas).items())
      fits += with(each).wrong(value).isEmpty() ? 1 : 0;
    return fits;
  }

  private static boolean formed(String format, String text) {
    if (!format.equals("iri-reference"))
      throw new IllegalStateException("unknown format " + format);
    return text.codePoints().noneMatch(c -> c <= ' ' || "\"<>\\^`{|}".indexOf(c) >= 0);
  }

  private static List<String> types(Json by) {
    return by instanceof Json.Arr several
        ? several.items().stream().map(each -> ((Json.Str) each).value()).toList()
        : List.of(((Json.Str) by).value());
  }

  private static String type(Json value) {
    return switch (value) {
      case Json.Obj _ -> "object";
      case Json.Arr _ -> "array";
      case Json.Str _ -> "string";
      case Json.Num number -> number.text().matches("-?[0-9]+") ? "integer" : "number";
      case Json.Bool _ -> "boolean";
      case Json.Nil _ -> "null";
    };
  }

  private static double number(Json by) {
    return Double.parseDouble(((Json.Num) by).text());
  }

  private static void must(String at, boolean holds, String what, List<String> wrong) {
    if (!holds) wrong.add((at.isEmpty() ? "/" : at) + " " + what);
  }
}
