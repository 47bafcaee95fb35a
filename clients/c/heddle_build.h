/* What a build step says to Heddle, and Heddle to it: one header of C99 with static functions.
 *
 *   struct heddle_context c;
 *   if (heddle_read(&c) != 0) return 1;
 *   char level[32];
 *   if (heddle_option(&c, "level", level, sizeof level) != 0) strcpy(level, "6");
 *
 * Each call that reads writes a text that ends in NUL: a string without its quotes, all else as
 * JSON. It gives 0, or -1 if there is none or the room is too small. The same step works without
 * Heddle; docs/contract.md has a table of what each call does then. */
#ifndef HEDDLE_BUILD_H
#define HEDDLE_BUILD_H

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* text is NULL without Heddle. */
struct heddle_context { char *text; };

static inline const char *heddle_member(const char *p, const char *name);
static inline const char *heddle_checked(const char *p, int depth);
static inline const char *heddle_blank(const char *p);

/* The part of a target that is of another type than it should be; NULL if there is none. */
static inline const char *heddle_damaged_target(const char *target) {
  static const char *parts[] = {"arch", "vendor", "os", "env", "abi", "libc", "endian", "bits", "pointer_bits"};
  size_t i;
  const char *p;
  for (i = 0; i < sizeof parts / sizeof *parts; i++) {
    p = heddle_member(target, parts[i]);
    if (p && (i < 7 ? *p != '"' : !isdigit((unsigned char)*p))) return parts[i];
  }
  p = heddle_member(target, "spellings");
  if (p && *p != '{') return "spellings";
  for (p = p ? heddle_blank(p + 1) : ""; *p == '"';) {
    p = heddle_blank(heddle_blank(heddle_checked(p, 0)) + 1);
    if (*p != '"') return "spellings";
    p = heddle_blank(heddle_checked(p, 0));
    if (*p == ',') p = heddle_blank(p + 1);
  }
  return NULL;
}

/* Why the text is no context though it says its version; NULL if it is one. */
static inline const char *heddle_damage(const char *text, size_t size) {
  static const char *tables[] = {"package", "target", "options", "downloads", "caches", "facts"};
  size_t i;
  const char *end = heddle_checked(heddle_blank(text), 0);
  if (!end || *heddle_blank(end) || strlen(text) != size) return "the JSON";
  for (i = 0; i < sizeof tables / sizeof *tables; i++) {
    const char *p = heddle_member(text, tables[i]);
    if (!p || *p != '{') return tables[i];
    for (p = heddle_blank(p + 1); i > 1 && *p == '"';) {
      p = heddle_blank(heddle_blank(heddle_checked(p, 0)) + 1);
      if (*p != '{' || !heddle_member(p, i == 2 || i == 5 ? "value" : "path")) return tables[i];
      if (i != 2 && i != 5 && *heddle_member(p, "path") != '"') return tables[i];
      p = heddle_blank(heddle_checked(p, 0));
      if (*p == ',') p = heddle_blank(p + 1);
    }
  }
  return heddle_damaged_target(heddle_member(text, "target"));
}

/* Reads what HEDDLE_CONTEXT names; 0 without the variable, -1 if it cannot be read or is of another
 * version. */
static inline int heddle_read(struct heddle_context *c) {
  const char *path = getenv("HEDDLE_CONTEXT"), *whose;
  size_t size = 0, room = 4096, got;
  FILE *file;
  c->text = NULL;
  if (!path) return 0;
  if (!(file = fopen(path, "rb"))) return -1;
  c->text = (char *)malloc(room);
  while (c->text && (got = fread(c->text + size, 1, room - size - 1, file)) > 0) {
    size += got;
    if (size + 1 == room) {
      char *more = (char *)realloc(c->text, room *= 2);
      if (!more) { free(c->text); c->text = NULL; }
      else c->text = more;
    }
  }
  fclose(file);
  if (!c->text) return -1;
  c->text[size] = 0;
  whose = getenv("HEDDLE_PACKAGE") ? getenv("HEDDLE_PACKAGE") : getenv("CARGO_PKG_NAME");
  path = heddle_member(c->text, "heddle");
  if (path && *path == '1' && strchr(",} \t\r\n", path[1])) {
    const char *damage = heddle_damage(c->text, size);
    if (!damage) return 0;
    fprintf(stderr, "error: HEDDLE_CONTEXT of %s is damaged: `%s` is not as it should be\n", whose ? whose : "", damage);
  } else {
    fprintf(stderr, "error: HEDDLE_CONTEXT of %s is not of version 1: use another heddle_build.h\n", whose ? whose : "");
  }
  free(c->text);
  c->text = NULL;
  return -1;
}

static inline void heddle_free(struct heddle_context *c) { free(c->text); c->text = NULL; }

static inline const char *heddle_blank(const char *p) { while (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r') p++; return p; }

/* Behind the value that begins here. */
static inline const char *heddle_skip(const char *p) {
  int depth = 0;
  p = heddle_blank(p);
  do {
    if (!*p) return p;
    if (*p == '"') { for (p++; *p && *p != '"'; p++) if (*p == '\\' && p[1]) p++; if (*p) p++; }
    else if (*p == '{' || *p == '[') { depth++; p++; }
    else if (*p == '}' || *p == ']') { depth--; p++; }
    else if (depth == 0) { while (*p && !strchr(",]} \t\r\n", *p)) p++; }
    else p++;
  } while (depth > 0);
  return p;
}

/* The member of the object that begins here, or NULL. Names are compared as they are written. */
static inline const char *heddle_member(const char *p, const char *name) {
  size_t length = strlen(name);
  p = heddle_blank(p);
  if (*p != '{') return NULL;
  p = heddle_blank(p + 1);
  while (*p == '"') {
    const char *key = p + 1;
    int same = strncmp(key, name, length) == 0 && key[length] == '"';
    p = heddle_blank(heddle_skip(p));
    if (*p != ':') return NULL;
    p = heddle_blank(p + 1);
    if (same) return p;
    p = heddle_blank(heddle_skip(p));
    if (*p == ',') p = heddle_blank(p + 1);
  }
  return NULL;
}

/* Behind the value of strict JSON that begins here; NULL if there is none, or one too deep. */
static inline const char *heddle_checked(const char *p, int depth) {
  int i;
  if (depth > 128) return NULL;
  if (*p == '"') {
    for (p++; *p != '"'; p++) {
      if ((unsigned char)*p < 0x20) return NULL;
      if (*p != '\\') continue;
      p++;
      if (!*p || !strchr("\"\\/bfnrtu", *p)) return NULL;
      if (*p == 'u') for (i = 0; i < 4; i++) if (!isxdigit((unsigned char)*++p)) return NULL;
    }
    return p + 1;
  }
  if (*p == '{' || *p == '[') {
    char end = *p == '{' ? '}' : ']';
    p = heddle_blank(p + 1);
    if (*p == end) return p + 1;
    for (;;) {
      if (end == '}') {
        if (*p != '"' || !(p = heddle_checked(p, depth + 1))) return NULL;
        p = heddle_blank(p);
        if (*p != ':') return NULL;
        p = heddle_blank(p + 1);
      }
      if (!(p = heddle_checked(p, depth + 1))) return NULL;
      p = heddle_blank(p);
      if (*p == end) return p + 1;
      if (*p != ',') return NULL;
      p = heddle_blank(p + 1);
    }
  }
  if (strncmp(p, "true", 4) == 0 || strncmp(p, "null", 4) == 0) return p + 4;
  if (strncmp(p, "false", 5) == 0) return p + 5;
  if (*p == '-') p++;
  if (!isdigit((unsigned char)*p) || (*p == '0' && isdigit((unsigned char)p[1]))) return NULL;
  while (isdigit((unsigned char)*p)) p++;
  if (*p == '.') { if (!isdigit((unsigned char)*++p)) return NULL; while (isdigit((unsigned char)*p)) p++; }
  if (*p == 'e' || *p == 'E') { p++; if (*p == '+' || *p == '-') p++; if (!isdigit((unsigned char)*p)) return NULL; while (isdigit((unsigned char)*p)) p++; }
  return p;
}

static inline unsigned heddle_hex(const char *p) {
  unsigned v = 0; int i;
  for (i = 0; i < 4 && isxdigit((unsigned char)p[i]); i++)
    v = v * 16 + (unsigned)(isdigit((unsigned char)p[i]) ? p[i] - '0' : tolower((unsigned char)p[i]) - 'a' + 10);
  return v;
}

static inline int heddle_copy(const char *p, char *out, size_t room) {
  size_t n = 0;
  const char *end;
  if (!p || room == 0 || strncmp(p, "null", 4) == 0) return -1;
  end = heddle_skip(p);
  if (*p != '"') {
    if ((size_t)(end - p) >= room) return -1;
    memcpy(out, p, (size_t)(end - p));
    out[end - p] = 0;
    return 0;
  }
  for (p++; p < end - 1; p++) {
    unsigned c = (unsigned char)*p;
    if (n + 5 > room) return -1;
    if (c != '\\') { out[n++] = (char)c; continue; }
    switch (*++p) {
      case 'n': out[n++] = '\n'; break;
      case 't': out[n++] = '\t'; break;
      case 'r': out[n++] = '\r'; break;
      case 'b': out[n++] = '\b'; break;
      case 'f': out[n++] = '\f'; break;
      case 'u':
        c = heddle_hex(p + 1); p += 4;
        if (c >= 0xd800 && c < 0xdc00 && p[1] == '\\' && p[2] == 'u') { c = 0x10000 + ((c - 0xd800) << 10) + heddle_hex(p + 3) - 0xdc00; p += 6; }
        if (c < 0x80) out[n++] = (char)c;
        else if (c < 0x800) { out[n++] = (char)(0xc0 | c >> 6); out[n++] = (char)(0x80 | (c & 63)); }
        else if (c < 0x10000) { out[n++] = (char)(0xe0 | c >> 12); out[n++] = (char)(0x80 | (c >> 6 & 63)); out[n++] = (char)(0x80 | (c & 63)); }
        else { out[n++] = (char)(0xf0 | c >> 18); out[n++] = (char)(0x80 | (c >> 12 & 63)); out[n++] = (char)(0x80 | (c >> 6 & 63)); out[n++] = (char)(0x80 | (c & 63)); }
        break;
      default: out[n++] = *p;
    }
  }
  out[n] = 0;
  return 0;
}

static inline int heddle_at(const struct heddle_context *c, const char *table, const char *name, const char *member, char *out, size_t room) {
  const char *p = heddle_member(c->text, table);
  if (p) p = heddle_member(p, name);
  if (p && member) p = heddle_member(p, member);
  return heddle_copy(p, out, room);
}

/* A variable made of parts, in upper case, with _ for -. */
static inline int heddle_variable(const char *prefix, const char *one, const char *between, const char *two, char *out, size_t room) {
  char name[512];
  size_t i;
  const char *value;
  if (snprintf(name, sizeof name, "%s%s%s%s", prefix, one, between, two) >= (int)sizeof name) return -1;
  for (i = 0; name[i]; i++) name[i] = name[i] == '-' ? '_' : (char)toupper((unsigned char)name[i]);
  value = getenv(name);
  if (!value || strlen(value) >= room) return -1;
  strcpy(out, value);
  return 0;
}

/* The package: its own variable, since cargo does not tell every tool. */
static inline const char *heddle_package(void) {
  const char *name = getenv("HEDDLE_PACKAGE");
  if (!name) name = getenv("CARGO_PKG_NAME");
  return name ? name : "";
}

/* The value of an option. */
static inline int heddle_option(const struct heddle_context *c, const char *name, char *out, size_t room) {
  return c->text ? heddle_at(c, "options", name, "value", out, room)
                 : heddle_variable("HEDDLE_OPTION_", heddle_package(), "__", name, out, room);
}

/* The local path of a download. */
static inline int heddle_download(const struct heddle_context *c, const char *name, char *out, size_t room) {
  const char *root = getenv("HEDDLE_DOWNLOADS");
  FILE *file;
  if (c->text) return heddle_at(c, "downloads", name, "path", out, room);
  if (root && (size_t)snprintf(out, room, "%s/%s/%s", root, heddle_package(), name) < room && (file = fopen(out, "rb"))) { fclose(file); return 0; }
  fprintf(stderr, "error: the download `%s` is not there: run `heddle fetch` and set HEDDLE_DOWNLOADS to its directory\n", name);
  return -1;
}

/* The directory of a cache; without Heddle there is none. */
static inline int heddle_cache(const struct heddle_context *c, const char *name, char *out, size_t room) {
  return c->text ? heddle_at(c, "caches", name, "path", out, room) : -1;
}

/* A member of a fact that the package requires. */
static inline int heddle_fact(const struct heddle_context *c, const char *name, const char *member, char *out, size_t room) {
  const char *p = c->text ? heddle_member(c->text, "facts") : NULL;
  if (!c->text) fprintf(stderr, "error: the fact `%s` did not come: build with heddle\n", name);
  if (p) p = heddle_member(p, name);
  if (p) p = heddle_member(p, "value");
  if (p) p = heddle_member(p, member);
  return heddle_copy(p, out, room);
}

/* A part of the target: arch, vendor, os, env, abi, libc, endian, bits, pointer_bits. */
static inline int heddle_target(const struct heddle_context *c, const char *part, char *out, size_t room) {
  const char *p = c->text ? heddle_member(heddle_member(c->text, "target"), part) : NULL;
  if (p && (*p == '{' || *p == '[')) return -1;
  if (c->text) return heddle_copy(p, out, room);
  return heddle_variable("CARGO_CFG_TARGET_", strcmp(part, "pointer_bits") ? part : "pointer_width", "", "", out, room);
}

/* The target as rustc, llvm, gnu, debian, python, go, zig, meson or cmake spells it. */
static inline int heddle_spelling(const struct heddle_context *c, const char *dialect, char *out, size_t room) {
  if (c->text) return heddle_at(c, "target", "spellings", dialect, out, room);
  return strcmp(dialect, "rustc") ? -1 : heddle_variable("TARGET", "", "", "", out, room);
}

/* Writes a text as JSON. */
static inline void heddle_json(FILE *out, const char *text) {
  fputc('"', out);
  for (; *text; text++) {
    if (*text == '"' || *text == '\\') fprintf(out, "\\%c", *text);
    else if ((unsigned char)*text < 32) fprintf(out, "\\u%04x", (unsigned)(unsigned char)*text);
    else fputc(*text, out);
  }
  fputc('"', out);
}

/* Hands over facts and effective options, each the inside of a JSON object ("\"rows\":{\"value\":3}"),
 * and diagnostics, the inside of an array. Once, last. Without Heddle facts reach nobody, and it says so. */
static inline int heddle_publish(const char *facts, const char *options, const char *diagnostics) {
  const char *path = getenv("HEDDLE_PUBLISH");
  FILE *file;
  if (!path) {
    if (*facts) fprintf(stderr, "warning: facts reach nobody without heddle: %s\n", facts);
    if (*diagnostics) fprintf(stderr, "warning: %s\n", diagnostics);
    return strstr(diagnostics, "\"level\":\"error\"") ? -1 : 0;
  }
  if (!(file = fopen(path, "wb"))) return -1;
  fprintf(file, "{\"heddle\":1,\"facts\":{%s},\"options\":{%s},\"diagnostics\":[%s]}", facts, options, diagnostics);
  return fclose(file) == 0 ? 0 : -1;
}

#endif
