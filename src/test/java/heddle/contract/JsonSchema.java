package heddle.contract;

import heddle.text.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * As much of JSON Schema 2020-12 as the files in docs/schema use; a keyword that it does not know
 * is an error of the schema.
 */
public record JsonSchema(Json.Obj file, Json schema) {
  /** A file of docs/schema. */
  public static JsonSchema named(String name) throws Exception {
    Json json = Json.parse(Files.readAllBytes(Path.of("docs/schema", name)));
    return new JsonSchema((Json.Obj) json, json);
  }

  /** One of its definitions. */
  JsonSchema of(String definition) {
    return new JsonSchema(
        file, ((Json.Obj) file.get("$defs").orElseThrow()).get(definition).orElseThrow());
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
      switch (keyword.getKey()) {
        case "$schema", "title", "$defs" -> {}
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
        case "anyOf" -> {
          boolean any = false;
          for (Json each : ((Json.Arr) by).items())
            any |= new JsonSchema(file, each).wrong(value).isEmpty();
          must(at, any, "fits none of " + by.compact(), wrong);
        }
        case "items" -> {
          if (value instanceof Json.Arr array) {
            for (int i = 0; i < array.items().size(); i++)
              new JsonSchema(file, by).check(at + "/" + i, array.items().get(i), wrong);
          }
        }
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
                new JsonSchema(file, each.getValue())
                    .check(at + "/" + each.getKey(), member.get(), wrong);
            }
          }
        }
        case "additionalProperties" -> {
          if (value instanceof Json.Obj object) {
            Json named = ((Json.Obj) schema).get("properties").orElse(new Json.Obj(Map.of()));
            for (var each : object.members().entrySet()) {
              if (((Json.Obj) named).get(each.getKey()).isEmpty())
                new JsonSchema(file, by).check(at + "/" + each.getKey(), each.getValue(), wrong);
            }
          }
        }
        default -> throw new IllegalStateException("unknown keyword " + keyword.getKey());
      }
    }
  }

  private JsonSchema reference(String text) throws Exception {
    int hash = text.indexOf('#');
    JsonSchema root = hash == 0 ? this : named(text.substring(0, hash));
    return root.of(text.substring(hash + "#/$defs/".length()));
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
