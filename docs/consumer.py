#!/usr/bin/env python3
"""consumer.py MANIFEST [-o PACKAGE:OPTION=VALUE]...: what docs/contract.md says of a workspace's options, facts and downloads, decided anew from that page.

It stands for another build system: cargo gives the graph, this the rest, as JSON that a test holds against what `heddle options`, `facts` and `downloads` say."""
import json
import os
import re
import subprocess
import sys
import tomllib


def run(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def text(value):  # a value's own text
    if isinstance(value, list):
        return ",".join(map(text, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def typed(option, value, words):  # a value of the type, from its own text or from TOML
    kind = option["type"]
    if kind == "list":
        items = (value.split(",") if value else []) if words else value
        return [typed({**option, "type": option["items"]}, item, words) for item in items]
    if words and kind in ("bool", "int"):
        if kind == "int" and not re.fullmatch("-?[0-9]+", value):
            raise SystemExit(f"{value} is no int")
        value = {"true": True, "false": False}[value] if kind == "bool" else int(value)
    if type(value) is not {"bool": bool, "int": int}.get(kind, str) or (kind == "enum" and value not in option["values"]):
        raise SystemExit(f"{value} is no {kind}")
    return value


def holds(when, cfgs, features, options):
    tokens = re.findall(r'[\w-]+|"[^"]*"|[(),=]', when)

    def atom(inside):
        word = tokens.pop(0)
        if tokens and tokens[0] == "(":
            del tokens[0]
            parts = []
            while tokens[0] != ")":
                parts.append(atom(inside or word == "option"))
                if tokens[0] == ",":
                    del tokens[0]
            del tokens[0]
            return any(parts) if word == "any" else not parts[0] if word == "not" else all(parts)
        value = None
        if tokens and tokens[0] == "=":
            value = tokens[1][1:-1]
            del tokens[:2]
        if inside:
            chosen = options.get(word, {}).get("value")
            return chosen is not None and chosen is not False if value is None else chosen is not None and text(chosen) == value
        return value in features if word == "feature" else (word if value is None else f'{word}="{value}"') in cfgs

    return atom(False)


def decide(node, wishes, said, policy, cfgs):
    decided = {}
    for name, option in node["contract"].get("option", {}).items():
        if "when" in option and not holds(option["when"], cfgs, node["features"], decided):
            continue
        asked = [typed(option, value, words) for pkg, key, value, words in said if (pkg, key) == (node["name"], name)]
        heard = [typed(option, value, False) for value in wishes.get((node["name"], name), [])]
        if not asked and any(value != heard[0] for value in heard):
            raise SystemExit(f"two packages want different values of {name}")
        follows = policy.get(option.get("follows"))
        fits = follows is not None and (option["type"] != "enum" or follows in option["values"])
        first = asked or heard or ([follows] if fits else [])
        value = first[0] if first else typed(option, option["default"], False) if "default" in option else None
        decided[name] = {"value": value, "set": bool(first)}
    return decided


def provider(node, name, want, nodes):
    reached, open_ = {}, [(each, True) for each in node["build" if want.get("for") == "host" else "normal"]]
    for each, direct in open_:
        if each not in reached:
            reached[each] = direct
            open_ += [(below, False) for below in nodes[each]["normal"]]
    give = {each: nodes[each]["contract"].get("publish", {}).get(name) for each in reached}
    given = [each for each, fact in give.items() if fact and (reached[each] or fact.get("visibility") != "direct") and want.get("from") in (None, nodes[each]["name"])]
    if len(given) > 1 or (given and give[given[0]]["schema"] != want["schema"]) or not (given or want.get("optional")):
        raise SystemExit(f"{len(given)} packages give {name}")
    return f'{nodes[given[0]]["name"]}@{nodes[given[0]]["version"]}' if given else None


def main(manifest, *words):
    host = re.search(r"host: (.*)", run("rustc", "-vV"))[1]
    graph = json.loads(run("cargo", "metadata", "--offline", "--format-version=1", "--filter-platform", host, "--manifest-path", manifest))
    cfgs = set(run("rustc", "--print", "cfg").split("\n"))
    file = os.path.join(graph["workspace_root"], "heddle.toml")
    policy = tomllib.load(open(file, "rb")) if os.path.exists(file) else {}
    nodes = {p["id"]: {**p, "contract": (p["metadata"] or {}).get("heddle", {}), "normal": [], "build": []} for p in graph["packages"]}
    for each in graph["resolve"]["nodes"]:
        nodes[each["id"]]["features"] = each["features"]
        for dep in each["deps"]:
            macro = any("proc-macro" in target["kind"] for target in nodes[dep["pkg"]]["targets"])
            script = any("custom-build" in target["kind"] for target in nodes[each["id"]]["targets"])
            for kind in dep["dep_kinds"]:
                if kind["kind"] is None or (kind["kind"] == "build" and script):
                    nodes[each["id"]]["build" if macro else kind["kind"] or "normal"].append(dep["pkg"])
    said = [(*pair[0].split(":", 1), pair[1], True) for pair in (word.split("=", 1) for word in reversed(words) if word != "-o")]
    for node in nodes.values():
        for name in node["contract"].get("option", {}):
            variable = f"HEDDLE_OPTION_{node['name']}__{name}".replace("-", "_").upper()
            if variable in os.environ:
                said.append((node["name"], name, os.environ[variable], True))
    said += [(pkg, name, value, False) for pkg, table in policy.get("option", {}).items() for name, value in table.items()]
    order, wishes, out = [], {}, {}

    def after(each):
        if each not in order:
            for below in nodes[each]["normal"] + nodes[each]["build"]:
                after(below)
            order.append(each)

    for each in nodes:
        after(each)
    for each in reversed(order):
        node = nodes[each]
        options = decide(node, wishes, said, policy, cfgs)
        for pkg, table in node["contract"].get("suggest", {}).items():
            if any(nodes[below]["name"] == pkg for below in node["normal"] + node["build"]):
                for name, value in table.items():
                    wishes.setdefault((pkg, name), []).append(value)
        facts = {name: provider(node, name, want, nodes) for name, want in node["contract"].get("require", {}).items()}
        downloads = {n: d["sha256"] for n, d in node["contract"].get("download", {}).items() if "when" not in d or holds(d["when"], cfgs, node["features"], options)}
        if node["contract"]:
            out[node["name"]] = {"options": options, "facts": facts, "downloads": downloads}
    print(json.dumps(out, indent=1, sort_keys=True))


main(*sys.argv[1:])
