#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Reads what dump_schemas writes and judges it with python3-jsonschema: each schema is a valid one of draft 2020-12, each good
record satisfies it, and each record that is broken in one place does not. What it says of the fields is compared with the
original's own metadata.

    dump_schemas | check_schemas.py behaviour.json"""
import copy
import json
import pathlib
import sys

import jsonschema

OTHERS = [None, True, 3, 2.5, "text", [], {}]


def broken(record, schema):
    """Copies of `record`, each wrong in one place, with what is wrong."""
    for name in schema["required"]:
        worse = copy.deepcopy(record)
        del worse[name]
        yield f"without {name}", worse
    yield "with a key more", {**record, "colour": 1}
    for name, part in schema["properties"].items():
        if "$ref" in part or "anyOf" in part:
            continue
        types = part["type"] if isinstance(part["type"], list) else [part["type"]]
        fits = {"null": type(None), "boolean": bool, "integer": int, "number": float, "string": str, "array": list, "object": dict}
        allowed = {fits[t] for t in types} | ({int} if "number" in types else set())
        for other in OTHERS:
            if type(other) not in allowed:
                yield f"{name}: {other!r}", {**record, name: other}
        if "string" in types and "array" not in types:
            if "maxLength" in part:
                yield f"{name}: too long", {**record, name: "\U0001f600" * (part["maxLength"] + 1)}
            if "enum" in part:
                yield f"{name}: no choice", {**record, name: "nonsense"}
            elif "format" in part or part["pattern"].startswith("^[+-]"):
                for text in ("", "nonsense", "2024-01-01", "P", "1", "12345678-1234-1234-1234-12345678901"):
                    yield f"{name}: {text!r}", {**record, name: text}
            else:
                yield f"{name}: U+0000", {**record, name: "a\0b"}
            if "minLength" in part:
                yield f"{name}: empty", {**record, name: ""}
        if "integer" in types and "minimum" in part:
            yield f"{name}: below", {**record, name: part["minimum"] - 1}
            yield f"{name}: above", {**record, name: part["maximum"] + 1}


def differences(schema, fields):
    """Where a schema says something else than the original's metadata."""
    for f in fields:
        part = schema["properties"].get(f["name"])
        if part is None:
            yield f"{f['name']}: missing"
            continue
        if f["type"] in ("CharField", "TextField") and not f["choices"] and part.get("maxLength") != f["max_length"]:
            yield f"{f['name']}: length {part.get('maxLength')}, not {f['max_length']}"
        if ("null" in part["type"]) != f["null"]:
            yield f"{f['name']}: null"
        if "enum" in part and f["choices"] and [t for t in part["enum"] if t] != [c[0] for c in f["choices"]]:
            yield f"{f['name']}: choices {part['enum']}"
        if part["title"] != f["verbose_name"] or part.get("description", "") != f["help_text"]:
            yield f"{f['name']}: title or description"


def main():
    wrong, good, bad = [], 0, 0
    cases = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    original = {c["input"]["model"]: c["expected"]["fields"] for c in cases if c["input"]["op"] == "meta"}
    for line in sys.stdin:
        case = json.loads(line)
        model, schema = case["model"], case["schema"]
        jsonschema.Draft202012Validator.check_schema(schema)
        judge = jsonschema.Draft202012Validator(schema)
        wrong += [f"{model}: {what}" for what in differences(schema, original.get(model, []))]
        for record in case["good"]:
            good += 1
            for fault in judge.iter_errors(record):
                wrong.append(f"{model}: a good record is refused at {list(fault.path)}: {fault.message[:200]}")
        for what, record in broken(case["good"][0], schema):
            bad += 1
            if judge.is_valid(record):
                wrong.append(f"{model}: accepted {what}")
    for fault in wrong[:50]:
        print(fault)
    print(f"{good} good records, {bad} bad ones, {len(wrong)} wrong")
    return 1 if wrong or good < 900 or bad < 500 else 0


if __name__ == "__main__":
    sys.exit(main())
