"""What a build step says to Heddle, and Heddle to it.

    context = heddle_build.Context.read()
    level = context.option("level", 6)
    heddle_build.Publish().data("rows", level).write()

The same step works without Heddle. ``docs/contract.md`` has a table of what each call does then.
"""

import json
import os
import re
import sys

VERSION = 1


_NONE = object()

# What a context holds, and what each entry of it has.
_TABLES = {"package": None, "target": None, "options": "value", "downloads": "path", "caches": "path", "facts": "value"}

# The parts of a target.
_PARTS = {"arch": str, "vendor": str, "os": str, "env": str, "abi": str, "libc": str, "endian": str}
_PARTS.update({"bits": int, "pointer_bits": int})


class Error(Exception):
    """What went wrong, in one line."""


def _value(variable, text, kind):
    """The value of a text, of this type if one is given."""
    if kind is bool or (kind is None and text in ("true", "false")):
        if text not in ("true", "false"):
            raise Error("%s is `%s`, and must be true or false" % (variable, text))
        return text == "true"
    if kind is int or (kind is None and re.match(r"-?[0-9]+\Z", text)):
        if not re.match(r"-?[0-9]+\Z", text):
            raise Error("%s is `%s`, and must be an integer" % (variable, text))
        return int(text)
    if kind is list:
        return text.split(",") if text else []
    return text


def _package(package):
    name = package or os.environ.get("HEDDLE_PACKAGE") or os.environ.get("CARGO_PKG_NAME", "")
    if not name:
        raise Error("no package: name one, or set HEDDLE_PACKAGE")
    return name


class Context:
    """What the step was given; ``message`` is None without Heddle."""

    def __init__(self, message=None, package=""):
        self.message = message
        self._package = package

    @classmethod
    def read(cls, package=""):
        """Reads what HEDDLE_CONTEXT names; ``package`` is whose step this is without Heddle."""
        path = os.environ.get("HEDDLE_CONTEXT")
        if path is None:
            return cls(None, package)
        whose = os.environ.get("HEDDLE_PACKAGE") or os.environ.get("CARGO_PKG_NAME", "")
        try:
            with open(path, encoding="utf-8") as file:
                message = json.load(file)
        except (OSError, ValueError, RecursionError) as error:
            raise Error("cannot read HEDDLE_CONTEXT of %s: %s" % (whose, error)) from None
        if not isinstance(message, dict):
            raise Error("HEDDLE_CONTEXT of %s is damaged: it is no object" % whose)
        if message.get("heddle") != VERSION or isinstance(message["heddle"], (bool, float)):
            raise Error(
                "HEDDLE_CONTEXT of %s speaks version %r, this client %d" % (whose, message.get("heddle"), VERSION)
            )
        for table, member in _TABLES.items():
            entries = message.get(table)
            if not isinstance(entries, dict):
                raise Error("HEDDLE_CONTEXT of %s is damaged: `%s` is no object" % (whose, table))
            for name, entry in entries.items() if member else ():
                if not isinstance(entry, dict) or member not in entry:
                    raise Error("HEDDLE_CONTEXT of %s is damaged: `%s` in `%s` has no %s" % (whose, name, table, member))
                if member == "path" and not isinstance(entry[member], str):
                    raise Error("HEDDLE_CONTEXT of %s is damaged: the path of `%s` is no text" % (whose, name))
        for name, entry in message["target"].items():
            if name == "spellings":
                sound = isinstance(entry, dict) and all(isinstance(each, str) for each in entry.values())
            else:
                sound = type(entry) is _PARTS.get(name, type(entry))
            if not sound:
                raise Error("HEDDLE_CONTEXT of %s is damaged: `%s` in `target` is not as it should be" % (whose, name))
        return cls(message, package)

    def is_heddle(self):
        return self.message is not None

    def _member(self, table, name):
        if name not in self.message[table]:
            raise Error("this package has no %s `%s` here" % (table[:-1], name))
        return self.message[table][name]

    def option(self, name, default=None, kind=None):
        """The value of an option; ``default`` if it has none.

        Without Heddle there is only a text: ``kind`` (bool, int, str or list), or the type of
        ``default``, says how it is read; with neither a bool or an integer is taken for one.
        """
        if self.message is not None:
            value = self._member("options", name)["value"]
            return default if value is None else value
        variable = ("HEDDLE_OPTION_%s__%s" % (_package(self._package), name)).replace("-", "_").upper()
        text = os.environ.get(variable)
        if text is None:
            return default
        return _value(variable, text, kind if kind or default is None else type(default))

    def download(self, name, default=_NONE):
        """The local path of a download, whose hash is verified under Heddle.

        With ``default`` no error where there is none: its condition does not hold, or the root says
        that the system has it.
        """
        if self.message is not None:
            if default is not _NONE and name not in self.message["downloads"]:
                return default
            return self._member("downloads", name)["path"]
        root = os.environ.get("HEDDLE_DOWNLOADS")
        help = "run `heddle fetch` and set HEDDLE_DOWNLOADS to its directory"
        path = os.path.join(root, _package(self._package), name) if root else None
        if path and os.path.exists(path):
            return path
        if default is not _NONE:
            return default
        if path is None:
            raise Error("the download `%s` is needed: %s" % (name, help))
        raise Error("the download %s is not there: %s" % (path, help))

    def cache(self, name):
        """The directory of a cache: kept from run to run, and in no key."""
        if self.message is not None:
            return self._member("caches", name)["path"]
        path = os.path.join(os.environ.get("OUT_DIR", "build"), "heddle-cache", name)
        os.makedirs(path, exist_ok=True)
        return path

    def fact(self, name, default=_NONE):
        """The value of a fact that the package requires; with ``default`` no error without one."""
        if self.message is not None:
            if default is not _NONE and name not in self.message["facts"]:
                return default
            return self._member("facts", name)["value"]
        end = "_HEDDLE_FACT_" + name.replace("-", "_").upper()
        found = [v for v in sorted(os.environ) if v.startswith("DEP_") and v.endswith(end)]
        try:
            values = [json.loads(os.environ[v]) for v in found]
        except ValueError as error:
            raise Error("%s: %s" % (", ".join(found), error)) from None
        if any(value != values[0] for value in values):
            raise Error("several dependencies give the fact `%s`: %s" % (name, ", ".join(found)))
        if values:
            return values[0]
        if default is not _NONE:
            return default
        raise Error("the fact `%s` did not come: build with heddle" % name)

    def target(self, part):
        """A part of the target: arch, vendor, os, env, abi, libc, endian, bits, pointer_bits."""
        if self.message is not None:
            if part not in self.message["target"] or part not in _PARTS:
                raise Error("a target has no part `%s`" % part)
            return self.message["target"][part]
        name = {"pointer_bits": "POINTER_WIDTH"}.get(part, part.upper())
        value = os.environ.get("CARGO_CFG_TARGET_" + name)
        if value is None:
            raise Error("nobody says `%s` of the target here" % part)
        return int(value) if part == "pointer_bits" else value

    def spelling(self, dialect):
        """The target as rustc, llvm, gnu, debian, python, go, zig, meson or cmake spells it."""
        if self.message is not None:
            spellings = self.message["target"].get("spellings", {})
            if dialect not in spellings:
                raise Error("this target has no spelling for %s" % dialect)
            return spellings[dialect]
        if dialect == "rustc" and "TARGET" in os.environ:
            return os.environ["TARGET"]
        raise Error("nobody says how %s spells the target here" % dialect)


class Publish:
    """What the step gives; ``write`` hands it over, once, last."""

    def __init__(self):
        self.facts = {}
        self.options = {}
        self.diagnostics = []

    def fact(self, name, value):
        """A fact of any schema, as a dict of its members."""
        self.facts[name] = value
        return self

    def data(self, name, value):
        """A fact of ``data/1``."""
        return self.fact(name, {"value": value})

    def native_library(self, name, libraries, kind, **members):
        """A fact of ``native-library/1``; ``members`` may be search, rpath, include, runtime, version, defines."""
        return self.fact(name, dict(members, libraries=list(libraries), kind=kind))

    def option(self, name, value):
        """The value an option had in effect, where it differs from the one asked for."""
        self.options[name] = value
        return self

    def note(self, message):
        return self._diagnostic("note", message, None)

    def warning(self, message, option=None):
        return self._diagnostic("warning", message, option)

    def error(self, message, option=None):
        """Fails the run; ``option`` is the one that mends it."""
        return self._diagnostic("error", message, option)

    def _diagnostic(self, level, message, option):
        entry = {"level": level, "message": message}
        if option is not None:
            entry["option"] = option
        self.diagnostics.append(entry)
        return self

    def write(self):
        path = os.environ.get("HEDDLE_PUBLISH")
        if path is not None:
            message = {
                "heddle": VERSION,
                "facts": self.facts,
                "options": self.options,
                "diagnostics": self.diagnostics,
            }
            try:
                text = json.dumps(message, allow_nan=False, default=os.fspath)
            except (TypeError, ValueError) as error:
                raise Error("what is published is no JSON: %s" % error) from None
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            return
        for name in self.facts:
            print("warning: the fact `%s` reaches nobody without heddle" % name, file=sys.stderr)
        failed = []
        for each in self.diagnostics:
            text = each["message"] + (" (option `%s`)" % each["option"] if "option" in each else "")
            if each["level"] == "error":
                failed.append(text)
            else:
                print("%s: %s" % (each["level"], text), file=sys.stderr)
        if failed:
            raise Error("\n".join(failed))
