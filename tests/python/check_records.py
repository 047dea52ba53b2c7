#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Reads what dump_records writes and checks with Python's own json, datetime and uuid that to_json said what it should.

    dump_records 1000 42 | check_records.py tests/reference/behaviour.json [LEAST]

LEAST is the smallest number of records that counts as a run (default 1)."""
import collections
import datetime
import decimal
import json
import re
import struct
import sys
import uuid

sys.setrecursionlimit(20_000)  # documents are up to 512 levels deep, their descriptions twice that

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z")
DURATION = re.compile(r"(-?)P(\d+)DT(\d{2})H(\d{2})M(\d{2})(?:\.(\d{6}))?S")
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\s]+|[^"\s]+')


class Wrong(Exception):
    pass


class Pairs(list):
    """An object as a list of pairs, so that order and doubled keys are seen."""


class Number(float):
    """A double that remembers how it was written."""

    def __new__(cls, text):
        self = super().__new__(cls, text)
        self.text = text
        return self


def refuse_constant(text):
    raise Wrong(f"{text} is not JSON")


def read(text):
    return json.loads(text, object_pairs_hook=Pairs, parse_float=Number, parse_constant=refuse_constant)


def expect(condition, what):
    if not condition:
        raise Wrong(what)


def duration_iso_string(us):
    """Django's, over a whole number of microseconds."""
    sign, us = ("-", -us) if us < 0 else ("", us)
    seconds, us = divmod(us, 1_000_000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    fraction = f".{us:06d}" if us else ""
    return f"{sign}P{days}DT{hours:02d}H{minutes:02d}M{seconds:02d}{fraction}S"


def check_tree(got, tree):
    """A document against its description."""
    if tree is None or isinstance(tree, bool):
        expect(got is tree, f"expected {tree}, got {got!r:.80}")
        return
    ((tag, plain),) = tree
    if tag == "i":
        expect(type(got) is int and got == int(plain), f"expected the integer {plain}, got {got!r:.80}")
    elif tag == "d":
        expect(type(got) is Number, f"expected a double, got {got!r:.80}")
        expect(struct.pack(">d", got).hex() == plain, f"expected the double {plain}, got {got.text}")
        # The fewest digits, or the whole number where that takes no more room.
        exact, shortest = decimal.Decimal(float(got)), decimal.Decimal(repr(float(got)))
        expect(decimal.Decimal(got.text) in (exact, shortest), f"{got.text} is not the shortest form {shortest}")
        expect(len(got.text) <= len(repr(float(got))) + 2, f"{got.text} is longer than {shortest}")
    elif tag == "s":
        expect(type(got) is str and got.encode().hex() == plain, f"expected the text {plain:.80}, got {got!r:.80}")
    elif tag == "a":
        expect(type(got) is list and len(got) == len(plain), f"expected an array of {len(plain)}, got {got!r:.80}")
        for item, wanted in zip(got, plain):
            check_tree(item, wanted)
    else:
        expect(type(got) is Pairs and len(got) == len(plain), f"expected an object of {len(plain)}, got {got!r:.80}")
        for (key, value), (wanted_key, wanted) in zip(got, plain):
            expect(key.encode().hex() == wanted_key, f"expected the key {wanted_key}, got {key!r}")
            check_tree(value, wanted)


def check_value(got, expected, text, name):
    if expected is None or isinstance(expected, bool):
        expect(got is expected, f"expected {expected}, got {got!r:.80}")
        return
    ((tag, plain),) = expected
    if tag == "int":
        expect(type(got) is int and got == int(plain), f"expected {plain}, got {got!r:.80}")
    elif tag == "utf8":
        expect(type(got) is str and got.encode().hex() == plain, f"expected {plain:.80}, got {got!r:.80}")
    elif tag == "uuid":
        expect(type(got) is str and uuid.UUID(got).hex == plain and str(uuid.UUID(got)) == got, f"expected {plain}, got {got!r:.80}")
    elif tag == "at":
        expect(type(got) is str and TIMESTAMP.fullmatch(got), f"not the form of a timestamp: {got!r:.80}")
        moment = datetime.datetime.strptime(got, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=datetime.timezone.utc)
        us = (moment - EPOCH) // datetime.timedelta(microseconds=1)
        expect(us == int(plain), f"expected {plain} us, got {us}")
        again = moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
        expect(got == again, f"Python writes {again}, got {got}")
    elif tag == "us":
        parts = DURATION.fullmatch(got) if type(got) is str else None
        expect(parts, f"not the form of a duration: {got!r:.80}")
        sign, days, hours, minutes, seconds, fraction = parts.groups()
        us = (((int(days) * 24 + int(hours)) * 60 + int(minutes)) * 60 + int(seconds)) * 1_000_000 + int(fraction or 0)
        expect((-us if sign else us) == int(plain), f"expected {plain} us, got {got}")
        expect(got == duration_iso_string(int(plain)), f"Django writes {duration_iso_string(int(plain))}, got {got}")
    elif tag == "doc":
        check_tree(got, plain)
    elif tag == "raw":
        raw = bytes.fromhex(plain).decode()
        expect(f'"{name}":{raw}' in text, "the raw document is not there as it was")
        expect(got == read(raw), "the raw document means something else")
    else:
        raise Wrong(f"no such description: {tag}")


def check_canonical(text):
    """One line, no space between tokens, and the fewest escapes."""
    for token in TOKEN.findall(text):
        expect(not token.isspace(), "space between tokens")
        if token.startswith('"'):
            plain = json.dumps(json.loads(token), ensure_ascii=False)
            expect(token == plain, f"Python writes the text {plain:.80}, got {token:.80}")


def check_record(record, django_fields):
    record = dict(record)
    expected = dict(record["expected"])
    text = record["json"]
    got = read(text)
    expect(type(got) is Pairs, "not an object")
    names = [name for name, _ in got]
    expect(names == list(expected), f"the keys are {names}")
    common = [name for name in names if name in django_fields]
    expect(common == django_fields, f"Django's fields are {django_fields}")
    for name, value in got:
        try:
            check_value(value, expected[name], text, name)
        except (Wrong, ValueError) as e:
            raise Wrong(f"{name}: {e}") from e
    if record["types"] != "raw":
        check_canonical(text)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        django = {
            case["input"]["model"]: [field["name"] for field in case["expected"]["fields"]]
            for case in json.load(file)
            if case["input"]["op"] == "meta"
        }
    least = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    counts = collections.Counter()
    failed = 0
    for number, line in enumerate(sys.stdin.buffer, 1):
        record = read(line.decode())  # refuses what is not UTF-8
        model = dict(record)["model"]
        counts[model] += 1
        try:
            check_record(record, django[model])
        except (Wrong, ValueError) as e:
            failed += 1
            if failed <= 10:
                print(f"record {number}, {model}: {e}", file=sys.stderr)
    total = sum(counts.values())
    if set(counts) != set(django) or total < least:
        print(f"only {total} records of {sorted(counts)}", file=sys.stderr)
        failed += 1
    print(f"{total} records of {len(counts)} models, {failed} wrong")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
