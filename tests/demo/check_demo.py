#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Judges what docs/examples/inventory_sync.cpp wrote, by computing it again from the same two files.

    check_demo.py --source FILE --target FILE [--key FIELD] [--dry-run] [--source-name NAME] [--target-name NAME] OUTPUT

Prints a line for each thing that is wrong, and at last one line with the counts. Exit status 0 when all is right.
"""

import argparse
import datetime
import json
import os
import re
import socket
import sys
import uuid

ACTIONS = ("create", "update", "delete", "no-change")
MESSAGES = {
    "create": "Created successfully",
    "update": "Updated successfully",
    "delete": "Deleted successfully",
    "no-change": "No changes to apply; no action needed",
}


# The two inventories: {key: {attribute: value}} in the order of the file.

def unique_object(pairs):
    out = dict(pairs)
    if len(out) != len(pairs):
        raise ValueError("a key comes twice in one object")
    return out


def read_services(text):
    out = {}
    for line in text.split("\n"):
        words = line.split("#", 1)[0].split()
        if not words:
            continue
        port, protocol = words[1].split("/")
        out.setdefault(f"{int(port)}/{protocol}", {"name": words[0]})  # getservbyport: the first line counts
    return out


def read_objects(objects, field):
    out = {}
    for obj in objects:
        key = obj[field]
        assert isinstance(key, (str, int)) and not isinstance(key, bool), key
        key = str(key)
        assert key not in out, key
        out[key] = {name: value for name, value in obj.items() if name != field}
    return out


def read_inventory(path, field):
    """The form of the file, and its objects."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        text = file.read()
    start = text.lstrip(" \t\r\n")[:1]
    if start == "[":
        return "json", read_objects(json.loads(text, object_pairs_hook=unique_object), field)
    if start == "{":
        lines = [line for line in text.split("\n") if line.strip()]
        return "json", read_objects([json.loads(line, object_pairs_hook=unique_object) for line in lines], field)
    return "services", read_services(text)


# What differs between them.

def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def same(a, b):
    """Equality of JSON values. Python alone takes true for 1."""
    if is_number(a) and is_number(b):
        return a == b
    if type(a) is not type(b):
        return False
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    return a == b


def same_in_order(a, b, levels):
    """The same, and the keys of the outer objects in the same order."""
    if levels == 0 or not (isinstance(a, dict) and isinstance(b, dict)):
        return same(a, b)
    return list(a) == list(b) and all(same_in_order(a[k], b[k], levels - 1) for k in a)


def element(old, new):
    """{"-": ..., "+": ...} of one object, or None when both sides agree."""
    if old is None:
        return {"+": new}
    if new is None:
        return {"-": old}
    differing = [name for name in old if name in new and not same(old[name], new[name])]
    if not differing:
        return None
    return {"-": {name: old[name] for name in differing}, "+": {name: new[name] for name in differing}}


class Expected:
    def __init__(self, source, target, field):
        source_form, wanted = read_inventory(source, field)
        target_form, there = read_inventory(target, field)
        self.type = "object" if "json" in (source_form, target_form) else "service"
        self.entries = {}  # key -> (action, element)
        for key in list(wanted) + [key for key in there if key not in wanted]:
            found = element(there.get(key), wanted.get(key))
            if key not in there:
                action = "create"
            elif key not in wanted:
                action = "delete"
            else:
                action = "no-change" if found is None else "update"
            self.entries[key] = (action, found)
        self.counts = {action: sum(a == action for a, _ in self.entries.values()) for action in ACTIONS}
        elements = {key: found for key, (_, found) in self.entries.items() if found is not None}
        self.diff = {self.type: elements} if elements else {}


# What the program wrote.

def parse_time(text):
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", text), text
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def parse_duration(text):
    found = re.fullmatch(r"P(\d+)DT(\d\d)H(\d\d)M(\d\d(?:\.\d{6})?)S", text)
    assert found, text
    days, hours, minutes, seconds = found.groups()
    return datetime.timedelta(days=int(days), hours=int(hours), minutes=int(minutes), seconds=float(seconds))


class Checker:
    def __init__(self):
        self.problems = []

    def check(self, condition, *what):
        if not condition:
            self.problems.append(" ".join(map(str, what)))

    def equal(self, name, found, expected):
        self.check(same(found, expected), f"{name}: found {found!r}, expected {expected!r}")

    def check_sync(self, sync, job, expected, args):
        self.equal("sync.job_result", sync["job_result"], job["id"])
        self.equal("sync.source", sync["source"], args.source_name or os.path.basename(args.source))
        self.equal("sync.target", sync["target"], args.target_name or os.path.basename(args.target))
        self.equal("sync.dry_run", sync["dry_run"], args.dry_run)
        self.check(same_in_order(sync["diff"], expected.diff, 4), "sync.diff is not the expected one")
        summary = {**expected.counts, "skip": 0}
        self.check(same_in_order(sync["summary"], summary, 1), f"sync.summary: {sync['summary']}, expected {summary}")

        start, end = parse_time(sync["start_time"]), parse_time(job["date_done"])
        self.check(parse_time(job["date_started"]) <= start <= end, "the times of job and sync are out of order")
        phases = ["source_load", "target_load", "diff"] + ([] if args.dry_run else ["sync"])
        times = [parse_duration(sync[f"{phase}_time"]) for phase in phases]
        self.check(sum(times, datetime.timedelta()) <= end - start, "the phases take longer than the run")
        for phase in phases:
            final, peak = sync[f"{phase}_memory_final"], sync[f"{phase}_memory_peak"]
            if os.path.exists("/proc/self/status"):
                self.check(final and final > 0, f"{phase}_memory_final: {final}")
            self.check(peak is None or peak >= final, f"{phase}_memory_peak: {peak}, below {final}")
        if args.dry_run:
            for name in ("sync_time", "sync_memory_final", "sync_memory_peak"):
                self.equal(f"{name} of a dry run", sync[name], None)

    def check_job(self, job, entries):
        self.equal("job_result.status", job["status"], "SUCCESS")
        self.equal("job_result.worker", job["worker"], socket.gethostname())
        self.check(job["name"] and job["task_name"], "the job has no name or no task name")
        self.equal("job_result.success_log_count", job["success_log_count"], len(entries))
        for level in ("debug", "info", "warning", "error"):
            self.equal(f"job_result.{level}_log_count", job[f"{level}_log_count"], 0)
        self.equal("job_result.traceback", job["traceback"], None)

    def check_entries(self, entries, sync, job, expected):
        start, end = parse_time(sync["start_time"]), parse_time(job["date_done"])
        found = {}
        for entry in entries:
            self.check(entry["object_repr"] not in found, "two entries for", entry["object_repr"])
            found[entry["object_repr"]] = entry
        for key, (action, diff) in expected.entries.items():
            name = f"{expected.type} {key}"
            entry = found.pop(name, None)
            if entry is None:
                self.check(False, "no entry for", name)
                continue
            self.equal(f"{name}: sync", entry["sync"], sync["id"])
            self.equal(f"{name}: action", entry["action"], action)
            self.equal(f"{name}: status", entry["status"], "success")
            self.equal(f"{name}: message", entry["message"], MESSAGES[action])
            self.check(same_in_order(entry["diff"], diff, 2), f"{name}: diff {entry['diff']}, expected {diff}")
            self.check(start <= parse_time(entry["timestamp"]) <= end, f"{name}: made outside the run")
            self.check(entry["synced_object_type"] is None and entry["synced_object_id"] is None, f"{name}: has an object")
        self.check(not found, f"{len(found)} entries for objects that are not there: {list(found)[:3]}")
        self.equal("order of the entries", [e["object_repr"] for e in entries],
                   [f"{expected.type} {key}" for key in expected.entries])

    def check_all(self, args, expected):
        def load(name):
            with open(os.path.join(args.output, name), encoding="utf-8") as file:
                return json.load(file, object_pairs_hook=unique_object)

        jobs, syncs, entries = map(load, ("job_results.json", "syncs.json", "sync_log_entries.json"))
        self.equal("number of job results", len(jobs), 1)
        self.equal("number of syncs", len(syncs), 1)
        ids = [row["id"] for row in jobs + syncs + entries]
        self.check(all(str(uuid.UUID(i)) == i for i in ids) and len(set(ids)) == len(ids), "the keys are not unique uuids")
        job, sync = jobs[0], syncs[0]
        self.check_job(job, entries)
        self.check_sync(sync, job, expected, args)
        if args.dry_run:
            self.equal("entries of a dry run", entries, [])
        else:
            self.check_entries(entries, sync, job, expected)


def check(arguments):
    """The problems, and what was expected."""
    parser = argparse.ArgumentParser()
    for name in ("--source", "--target"):
        parser.add_argument(name, required=True)
    for name in ("--key", "--source-name", "--target-name"):
        parser.add_argument(name)
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("output")
    args = parser.parse_args(arguments)
    expected = Expected(args.source, args.target, args.key)
    checker = Checker()
    checker.check_all(args, expected)
    return checker.problems, expected


def main():
    problems, expected = check(sys.argv[1:])
    for problem in problems[:20]:
        print(problem)
    counts = ", ".join(f"{action} {n}" for action, n in expected.counts.items())
    print(f"{expected.type}: {counts}: {'all as expected' if not problems else f'{len(problems)} problems'}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
