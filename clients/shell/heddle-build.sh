# What a build step says to Heddle, and Heddle to it: functions for a POSIX shell, to be read with
# `.`. They need awk. docs/contract.md has a table of what each does without Heddle.
#
#   . heddle-build.sh
#   level=$(heddle_option level) || level=6
#   heddle_publish_data rows "$level"
#   heddle_publish

# The text at a path in HEDDLE_CONTEXT, its steps separated by spaces: a string without its quotes,
# all else as JSON. Fails if it is not there or null.
heddle_context() {
  [ -n "${HEDDLE_CONTEXT-}" ] || return 1
  if [ "$(wc -c < "$HEDDLE_CONTEXT")" -gt 4194304 ]; then
    echo "error: HEDDLE_CONTEXT of ${HEDDLE_PACKAGE:-${CARGO_PKG_NAME-}} is damaged: it has more than 4194304 bytes" >&2
    return 2
  fi
  LC_ALL=C awk -v path="$*" -v package="${HEDDLE_PACKAGE:-${CARGO_PKG_NAME-}}" '
    function bad(t) {
      print "error: HEDDLE_CONTEXT of " package " is damaged: " t > "/dev/stderr"
      failed = 1
      exit 2
    }
    function say(t) { found = 1; if (quiet) got = t; else print t }
    function look(p) { at = 1; found = 0; want = split(p, step, " "); on[0] = 1; value(0) }
    function skip() { while (at <= n && index(" \t\r\n", substr(s, at, 1))) at++ }
    function hex(h,   i, v) { v = 0; for (i = 1; i <= length(h); i++) v = v * 16 + index("0123456789abcdef", tolower(substr(h, i, 1))) - 1; return v }
    function utf8(c) {
      if (c < 128) return sprintf("%c", c)
      if (c < 2048) return sprintf("%c%c", 192 + int(c / 64), 128 + c % 64)
      if (c < 65536) return sprintf("%c%c%c", 224 + int(c / 4096), 128 + int(c / 64) % 64, 128 + c % 64)
      return sprintf("%c%c%c%c", 240 + int(c / 262144), 128 + int(c / 4096) % 64, 128 + int(c / 64) % 64, 128 + c % 64)
    }
    function text(   out, c, u, part, end) {
      if (substr(s, at, 1) != "\"") bad("no name at byte " at)
      at++; out = ""
      while ((c = substr(s, at, 1)) != "\"") {
        if (at > n) bad("it ends within a text")
        if (c < " ") bad("a text holds a control character at byte " at)
        if (c != "\\") {
          part = substr(s, at, 512)
          end = match(part, /["\\\001-\037]/)
          if (end != 1) { if (end) part = substr(part, 1, end - 1); out = out part; at += length(part); continue }
        } else {
          at++; c = substr(s, at, 1)
          if (c !~ /^["\\\/bfnrtu]$/ || (c == "u" && substr(s, at + 1, 4) !~ /^[0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f]$/)) bad("a wrong escape at byte " at)
          if (c == "u") {
            u = hex(substr(s, at + 1, 4)); at += 4
            if (u >= 55296 && u < 56320) { u = 65536 + (u - 55296) * 1024 + hex(substr(s, at + 3, 4)) - 56320; at += 6 }
            c = utf8(u)
          } else if (c == "n") c = "\n"; else if (c == "t") c = "\t"; else if (c == "r") c = "\r"
          else if (c == "b") c = "\b"; else if (c == "f") c = "\f"
        }
        out = out c; at++
      }
      at++
      return out
    }
    function value(depth,   c, key, start, i, here) {
      skip(); start = at; c = substr(s, at, 1)
      if (depth > 128) bad("too deep at byte " at)
      if (c != "{" && (depth == 0 || (depth == 1 && top in tables) || (depth == 2 && top in named))) bad(depth ? "`" top "` is not as it should be" : "it is no object")
      if (c != "\"" && depth == 3 && leaf == "path" && (top == "downloads" || top == "caches")) bad("a path of `" top "` is no text")
      if (top == "target" && depth == 2 && index(" arch vendor os env abi libc endian ", " " part " ") && c != "\"") bad("`" part "` of `target` is no text")
      if (top == "target" && depth == 2 && index(" bits pointer_bits ", " " part " ") && c !~ /[0-9]/) bad("`" part "` of `target` is no number")
      if (top == "target" && depth == 2 && part == "spellings" && c != "{") bad("`spellings` of `target` is no object")
      if (top == "target" && depth == 3 && part == "spellings" && c != "\"") bad("a spelling of `target` is no text")
      if (c == "\"" && depth == 1 && top == "heddle") bad("its version is no number")
      if (c == "{" || c == "[") {
        at++; skip(); i = 0
        while (substr(s, at, 1) != "}" && substr(s, at, 1) != "]") {
          if (at > n) bad("it ends too early")
          if (c == "{") {
            key = text(); skip()
            if (substr(s, at, 1) != ":") bad("no value at byte " at)
            at++
          } else key = i++
          if (depth == 0) { top = key ""; seen[top] = 1 }
          if (depth == 1) part = key ""
          if (depth == 2) leaf = key ""
          here = on[depth] && depth < want && key "" == step[depth + 1]
          on[depth + 1] = here
          value(depth + 1)
          skip()
          if (substr(s, at, 1) == ",") { at++; skip(); if (index("]}", substr(s, at, 1))) bad("no value at byte " at) }
          else if (!index("]}", substr(s, at, 1))) bad("no comma at byte " at)
        }
        if (substr(s, at, 1) != (c == "{" ? "}" : "]")) bad("no end at byte " at)
        at++
        if (on[depth] && depth == want) say(substr(s, start, at - start))
      } else if (c == "\"") {
        key = text()
        if (on[depth] && depth == want) say(key)
      } else {
        while (at <= n && !index(",]} \t\r\n", substr(s, at, 1))) at++
        key = substr(s, start, at - start)
        if (key !~ /^(true|false|null|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?)$/) bad("no value at byte " start)
        if (on[depth] && depth == want && key != "null") say(key)
      }
    }
    { s = s $0 "\n" }
    END {
      n = length(s); quiet = 1
      count = split("package target options downloads caches facts", list, " ")
      for (i = 1; i <= count; i++) tables[list[i]] = 1
      for (i = 3; i <= count; i++) named[list[i]] = 1
      look("heddle"); quiet = 0
      skip(); if (at <= n) bad("more than one value at byte " at)
      if (got == "1") for (i = 1; i <= count; i++) if (!(list[i] in seen)) bad("it has no `" list[i] "`")
      if (got != "1") {
        print "error: HEDDLE_CONTEXT of " package " is not of version 1: use another heddle-build.sh" > "/dev/stderr"
        exit 2
      }
      look(path)
      exit !found
    }
  ' "$HEDDLE_CONTEXT"
}

# The package: its own variable, since cargo does not tell every tool.
heddle_package() {
  printf '%s' "${HEDDLE_PACKAGE:-${CARGO_PKG_NAME:?set HEDDLE_PACKAGE to the name of the package}}"
}

# The value of an option; fails if it has none.
heddle_option() {
  if [ -n "${HEDDLE_CONTEXT-}" ]; then
    heddle_context options "$1" value
    return
  fi
  heddle_name=$(printf 'HEDDLE_OPTION_%s__%s' "$(heddle_package)" "$1" | tr 'a-z-' 'A-Z_')
  eval "[ -n \"\${$heddle_name+x}\" ]" || return 1
  eval "printf '%s\n' \"\${$heddle_name}\""
}

# The local path of a download.
heddle_download() {
  if [ -n "${HEDDLE_CONTEXT-}" ]; then
    heddle_context downloads "$1" path
    return
  fi
  heddle_path="${HEDDLE_DOWNLOADS-}/$(heddle_package)/$1"
  if [ -z "${HEDDLE_DOWNLOADS-}" ] || [ ! -e "$heddle_path" ]; then
    echo "error: the download \`$1\` is not there: run \`heddle fetch\` and set HEDDLE_DOWNLOADS to its directory" >&2
    return 1
  fi
  printf '%s\n' "$heddle_path"
}

# The directory of a cache: kept from run to run, and in no key.
heddle_cache() {
  if [ -n "${HEDDLE_CONTEXT-}" ]; then
    heddle_context caches "$1" path
    return
  fi
  mkdir -p "${OUT_DIR:-build}/heddle-cache/$1" && printf '%s\n' "${OUT_DIR:-build}/heddle-cache/$1"
}

# A fact that the package requires, as JSON; with more words a member of it.
heddle_fact() {
  heddle_name=$1
  shift
  if [ -z "${HEDDLE_CONTEXT-}" ]; then
    echo "error: the fact \`$heddle_name\` did not come: build with heddle" >&2
    return 1
  fi
  heddle_context facts "$heddle_name" value "$@"
}

# A part of the target: arch, vendor, os, env, abi, libc, endian, bits, pointer_bits.
heddle_target() {
  if [ -n "${HEDDLE_CONTEXT-}" ]; then
    [ "$1" != spellings ] || return 1
    heddle_context target "$1"
    return
  fi
  heddle_name=CARGO_CFG_TARGET_$(printf '%s' "$1" | tr 'a-z' 'A-Z' | sed 's/^POINTER_BITS$/POINTER_WIDTH/')
  eval "[ -n \"\${$heddle_name+x}\" ]" || { echo "error: nobody says \`$1\` of the target here" >&2; return 1; }
  eval "printf '%s\n' \"\${$heddle_name}\""
}

# The target as rustc, llvm, gnu, debian, python, go, zig, meson or cmake spells it.
heddle_spelling() {
  if [ -n "${HEDDLE_CONTEXT-}" ]; then
    heddle_context target spellings "$1"
    return
  fi
  if [ "$1" != rustc ] || [ -z "${TARGET-}" ]; then
    echo "error: nobody says how $1 spells the target here" >&2
    return 1
  fi
  printf '%s\n' "$TARGET"
}

heddle_facts='' heddle_options='' heddle_diagnostics='' heddle_failed=''

# A text as JSON writes it.
heddle_json() {
  printf '%s' "$1" | LC_ALL=C awk '
    BEGIN { ORS = ""; for (i = 1; i < 32; i++) code[sprintf("%c", i)] = sprintf("\\u%04x", i); print "\"" }
    NR > 1 { print "\\n" }
    { gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); for (c in code) if (index($0, c)) gsub(c, "\\" code[c]); print }
    END { print "\"" }'
}

# A fact of any schema, as JSON.
heddle_publish_fact() {
  heddle_facts="$heddle_facts${heddle_facts:+,}$(heddle_json "$1"):$2"
  [ -n "${HEDDLE_PUBLISH-}" ] || echo "warning: the fact \`$1\` reaches nobody without heddle" >&2
}

# A fact of data/1 whose value is a text.
heddle_publish_data() { heddle_publish_fact "$1" "{\"value\":$(heddle_json "$2")}"; }

# The value an option had in effect, as JSON.
heddle_publish_option() { heddle_options="$heddle_options${heddle_options:+,}$(heddle_json "$1"):$2"; }

# note, warning or error; the message; and the option that mends it, if one does.
heddle_diagnostic() {
  heddle_diagnostics="$heddle_diagnostics${heddle_diagnostics:+,}{\"level\":\"$1\",\"message\":$(heddle_json "$2")"
  heddle_diagnostics="$heddle_diagnostics${3:+,\"option\":$(heddle_json "${3-}")}}"
  [ -n "${HEDDLE_PUBLISH-}" ] || echo "$1: $2${3:+ (option \`$3\`)}" >&2
  [ "$1" != error ] || heddle_failed=1
}

# Hands all of it over. Once, last; without Heddle it fails if an error was said.
heddle_publish() {
  if [ -n "${HEDDLE_PUBLISH-}" ]; then
    printf '{"heddle":1,"facts":{%s},"options":{%s},"diagnostics":[%s]}' \
      "$heddle_facts" "$heddle_options" "$heddle_diagnostics" > "$HEDDLE_PUBLISH"
    return
  fi
  [ -z "$heddle_failed" ]
}
