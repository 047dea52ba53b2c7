#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs docs/examples/inventory_sync.cpp the way people do, rightly and wrongly: test_demo.py PROGRAM

Results are judged by check_demo.py. The last line counts the cases; exit status 0 when none failed. With SSOT_LONG_TESTS=1 the
runs that are killed are longer.
"""

import contextlib
import hashlib
import json
import os
import pathlib
import pty
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback

import check_demo

NMAP = pathlib.Path("/usr/share/nmap/nmap-services")
SERVICES = pathlib.Path("/etc/services")
DEBIAN_12 = {
    NMAP: "3645d4cd185026af66efba031e1fde2fd5612288fd6210695f3dd0dff373e6a2",
    SERVICES: "f6183055fd949f9c53d49ee620f85d0150123ea691d25ed1bba0c641b4ee2f48",
}
DEBIAN_12_COUNTS = {"create": 27133, "update": 89, "delete": 11, "no-change": 218}

# Where programs that are killed, but never the machine, need not wait for a disk.
FOLDERS = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None

# Ports in the runs that are killed.
PORTS = 1500 if os.environ.get("SSOT_LONG_TESTS") else 450

CASES = []


class Skipped(Exception):
    pass


def case(function):
    CASES.append(function)
    return function


class Runner:
    """The program under test and an empty folder for one case."""

    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.out = folder / "out"

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def run(self, *arguments, **options):
        if "--db" not in arguments and options.get("cwd") is None:
            arguments = (*arguments, "--db", "memory")  # no test leaves a file behind where it was started
        options = {"timeout": 120, "stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        return subprocess.run([self.program, *map(str, arguments)], check=False, **options)

    def succeed(self, source, target, *arguments, notes=()):
        """Runs to the end, and has what was written checked. Returns what was printed, and what was expected."""
        done = self.run("--source", source, "--target", target, "--output", self.out, *arguments)
        stderr = done.stderr.decode()
        assert done.returncode == 0, (done.returncode, stderr)
        assert len(stderr.splitlines()) == len(notes), stderr
        for line, note in zip(stderr.splitlines(), notes):
            assert re.search(note, line), (line, note)
        assert sorted(os.listdir(self.out)) == ["job_results.json", "sync_log_entries.json", "syncs.json"]
        problems, expected = check_demo.check(["--source", str(source), "--target", str(target), *arguments, str(self.out)])
        assert not problems, "\n".join(problems[:10])
        stdout = done.stdout.decode()
        check_report(stdout, expected, "--dry-run" in arguments)
        return stdout, expected

    def fail(self, status, pattern, *arguments, **options):
        """Fails with one line that matches, prints nothing else and writes nothing."""
        before = snapshot(self.folder)
        done = self.run(*arguments, "--output", self.out, **options)
        stderr = done.stderr.decode()
        assert done.returncode == status, (done.returncode, stderr)
        assert stderr.endswith("\n") and stderr.count("\n") == 1, stderr
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", stderr), repr(stderr)
        assert re.fullmatch("inventory_sync: " + pattern, stderr[:-1]), (stderr, pattern)
        assert done.stdout == b"", done.stdout
        assert snapshot(self.folder) == before, "something was written"

    def fail_input(self, content, line, pattern, key="id"):
        """A bad source, and the same as a target, fail at a line; `line` None: the file as a whole."""
        bad = self.file("bad input", content)
        good = self.file("good.json", '[{"id": "a", "name": "x"}]')
        where = re.escape(bad) + ("" if line is None else f":{line}") + ": "
        self.fail(1, where + pattern, "--source", bad, "--target", good, "--key", key)
        self.fail(1, where + pattern, "--source", good, "--target", bad, "--key", key)


def snapshot(folder):
    return {str(p): p.read_bytes() if p.is_file() else None for p in folder.rglob("*")}


def check_report(stdout, expected, dry_run):
    """The history has the seven counts, and the list of changes is cut at 20."""
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", stdout), "something that a terminal would obey"
    lines = stdout.splitlines()
    n = {action: 0 if dry_run else count for action, count in expected.counts.items()}
    counts = [n["no-change"], n["create"], n["update"], n["delete"], sum(n.values()), 0, 0]
    assert lines[0].split()[-8:] == "No change Create Update Delete Success Failure Error".split(), lines[0]
    assert lines[1].split()[-7:] == list(map(str, counts)), (lines[1], counts)
    for action, count in expected.counts.items():
        assert re.search(rf"Differences:.*\b{action} {count}\b", stdout), (action, count)
    changes = n["create"] + n["update"] + n["delete"]
    shown = [line for line in lines if re.match(r"(create|update|delete) +succeeded ", line)]
    assert len(shown) == min(changes, 20), len(shown)
    more = re.findall(r"^\.\.\. and (\d+) more$", stdout, re.M)
    assert more == ([str(changes - 20)] if changes > 20 else []), more


def need_system_files():
    missing = [package for path, package in ((NMAP, "nmap-common"), (SERVICES, "netbase")) if not path.exists()]
    assert not missing, "install the Debian package " + " and ".join(missing)


# Runs that succeed.

@case
def default_files(t):
    need_system_files()
    before = SERVICES.read_bytes()
    _, expected = t.succeed(NMAP, SERVICES)
    if all(hashlib.sha256(path.read_bytes()).hexdigest() == known for path, known in DEBIAN_12.items()):
        assert expected.counts == DEBIAN_12_COUNTS, expected.counts
    assert SERVICES.read_bytes() == before
    plain = t.run()
    assert plain.returncode == 0 and plain.stderr == b""
    check_report(plain.stdout.decode(), expected, False)


@case
def default_files_as_dry_run(t):
    need_system_files()
    t.succeed(NMAP, SERVICES, "--dry-run")


@case
def without_output_nothing_is_written(t):
    source, target = t.file("a", "http 80/tcp\n"), t.file("b", "www 80/tcp\n")
    before = snapshot(t.folder)
    done = t.run("--source", source, "--target", target, "--db", "memory", cwd=t.folder)
    assert done.returncode == 0 and snapshot(t.folder) == before


SOURCE = [
    {"id": "same", "n": 1, "tags": ["x", {"a": 1, "b": [True, None]}]},
    {"n": 1.0, "id": "numbers", "big": 123456789012345678901234567890, "e": 1000, "zero": 0, "flag": 1},
    {"id": "new", "nested": {"deep": [[], {}, ""]}, "text": "ü\u2028\U0001f600 \\ \" / \b"},
    {"id": 17, "name": "an integer"},
    {"id": -3, "name": "a negative one"},
    {"id": 98765432109876543210987, "name": "a long one"},
    {"id": "", "name": "an empty key"},
    {"id": "esc\x1b[31m\x07\x7f\u009b2J\nline", "name": "\x1b]0;title\x07"},
    {"id": "bare"},
    {"id": "part", "both": 1, "source only": 2},
    {"id": "x" * 5000, "name": "y" * 20000},
]
TARGET = [
    {"id": "gone", "z": 1, "a": [1, 2]},
    {"tags": ["x", {"b": [True, None], "a": 1}], "id": "same", "n": 1},
    {"id": "numbers", "n": 1, "big": 123456789012345678901234567891, "e": 1e3, "zero": -0.0, "flag": True},
    {"id": "17", "name": "a text"},
    {"id": "-3", "name": "a negative one"},
    {"id": "bare", "more": 1},
    {"id": "part", "both": 2, "target only": 3},
]


@case
def json_arrays(t):
    source, target = t.file("s.json", json.dumps(SOURCE)), t.file("t.json", json.dumps(TARGET, indent=4, ensure_ascii=False))
    stdout, expected = t.succeed(source, target, "--key", "id")
    assert expected.counts == {"create": 5, "update": 3, "delete": 1, "no-change": 3}, expected.counts
    assert "object esc\\x1b[31m\\x07" in stdout


@case
def json_lines(t):
    lines = [json.dumps(row) for row in SOURCE]
    source = t.file("s.ndjson", "\ufeff\n" + "\r\n\r\n".join(lines))
    target = t.file("t.ndjson", "".join(json.dumps(row, separators=(" , ", " : ")) + "\n" for row in TARGET))
    _, expected = t.succeed(source, target, "--key", "id", "--source-name", "the source", "--target-name", "ü" * 64)
    assert expected.counts["update"] == 3


@case
def json_lines_as_dry_run(t):
    source = t.file("s.ndjson", "".join(json.dumps(row) + "\n" for row in SOURCE))
    t.succeed(source, t.file("t.json", json.dumps(TARGET)), "--key", "id", "--dry-run")


@case
def many_random_objects(t):
    rng = random.Random(5)

    def value(depth):
        kinds = [lambda: rng.randint(-3, 3), lambda: rng.choice([0.5, 1.0, -0.0, 1e300]), lambda: rng.choice("ab"),
                 lambda: rng.choice([True, False, None])]
        if depth:
            kinds += [lambda: [value(depth - 1) for _ in range(rng.randint(0, 2))],
                      lambda: {k: value(depth - 1) for k in rng.sample("pqr", rng.randint(0, 3))}]
        return rng.choice(kinds)()

    def objects():
        out = []
        for key in rng.sample(range(1500), 1000):
            names = rng.sample(["k", "n", "o", "p"], rng.randint(1, 4))
            out.append({name: key if name == "k" else value(2) for name in {*names, "k"}})
        return out

    source, target = t.file("s.json", json.dumps(objects(), indent=1)), t.file("t.json", json.dumps(objects()))
    _, expected = t.succeed(source, target, "--key", "k")
    assert min(expected.counts.values()) > 20, expected.counts


@case
def services_and_json_together(t):
    services = t.file("services",
                      "# a comment\n\nhttp\t80/tcp\twww # web\nssh 0022/tcp\r\n  nfs 2049/udp 0.12 # nmap\nold 1/tcp")
    objects = t.file("o.json", json.dumps([{"port": "80/tcp", "name": "http", "more": 1}, {"name": "sshd", "port": "22/tcp"},
                                           {"port": "9/udp", "more": {}}]))
    _, expected = t.succeed(services, objects, "--key", "port")
    assert expected.counts == {"create": 2, "update": 1, "delete": 1, "no-change": 1}, expected.counts
    _, expected = t.succeed(objects, services, "--key", "port")
    assert expected.counts == {"create": 1, "update": 1, "delete": 2, "no-change": 1}, expected.counts


@case
def services_with_repeated_lines(t):
    services = t.file("s", "http 80/tcp\nwww 80/tcp\nweb 80/tcp\nhttp 80/udp\n")
    _, expected = t.succeed(services, t.file("t", "www 80/tcp"), notes=[re.escape(services) + r":2: note: .*\(2 in all\)$"])
    assert expected.counts == {"create": 1, "update": 1, "delete": 0, "no-change": 0}, expected.counts


@case
def empty_inventories(t):
    empty, blank = t.file("empty", ""), t.file("blank", " \n\t\n")
    comments, array = t.file("comments", "# nothing\n"), t.file("array", "[ ]")
    services = t.file("services", "http 80/tcp\n")
    for source in (empty, blank, comments):
        t.succeed(source, services)
        t.succeed(services, source)
        t.succeed(source, empty)
    t.succeed(array, empty, "--key", "id")
    t.succeed(array, services, "--key", "id")


@case
def values_after_equals_signs(t):
    source, target = t.file("a=b.json", json.dumps(SOURCE)), t.file("t.json", json.dumps(TARGET))
    done = t.run(f"--source={source}", f"--target={target}", "--key=id", f"--output={t.out}", "--source-name=a=b", "--dry-run")
    assert done.returncode == 0, done.stderr
    sync = json.loads((t.out / "syncs.json").read_bytes())[0]
    assert sync["source"] == "a=b" and sync["dry_run"] is True


@case
def long_and_odd_file_names(t):
    source, target = t.file("ö" * 100, "http 80/tcp\n"), t.folder / "t"
    odd = os.fsencode(t.folder) + b"/odd \xff\x1b[31m\nname"
    with open(odd, "wb") as file:
        file.write(b"http 80/tcp\n")
    done = subprocess.run([t.program, "--source", source, "--target", odd, "--output", t.out, "--db", "memory"], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr
    sync = json.loads((t.out / "syncs.json").read_bytes())[0]
    assert sync["source"] == "ö" * 63 + "…" and sync["target"] == "odd \\xff\\x1b[31m\\x0aname", sync
    with open(odd, "wb") as file:
        file.write(b"nonsense\n")
    done = subprocess.run([t.program, "--source", source, "--target", odd, "--db", "memory"], check=False, capture_output=True)
    assert done.returncode == 1 and done.stderr.count(b"\n") == 1 and b"\x1b" not in done.stderr, done.stderr
    assert not target.exists()


@case
def help_is_shown(t):
    done = t.run("--help")
    assert done.returncode == 0 and done.stderr == b"" and done.stdout.startswith(b"Usage: inventory_sync")
    for option in (b"--source ", b"--target ", b"--key ", b"--source-name ", b"--target-name ", b"--db ", b"--dry-run ", b"--output "):
        assert option in done.stdout, option
    assert max(map(len, done.stdout.splitlines())) < 80


@case
def output_replaces_older_files(t):
    source, target = t.file("s", "http 80/tcp\n"), t.file("t", "")
    nested = t.folder / "a" / "b"
    for _ in range(2):
        assert t.run("--source", source, "--target", target, "--output", nested).returncode == 0
        assert len(json.loads((nested / "sync_log_entries.json").read_bytes())) == 1
    assert len(os.listdir(nested)) == 3


@case
def same_report_every_time(t):
    source, target = t.file("s.json", json.dumps(SOURCE)), t.file("t.json", json.dumps(TARGET))

    def report():
        stdout = t.run("--source", source, "--target", target, "--key", "id").stdout.decode()
        return re.sub(r"\d{4}-\S+Z|\d+\.\d{3} s", "", stdout)

    assert report() == report()


# Records that last.

NOTE = rb"inventory_sync: note: a run of process (\d+) on \S+ was interrupted\n"


def services(names, ports):
    return "".join(f"{name}{port} {port}/tcp\n" for port in range(1, ports + 1) for name in names)


class Kept:
    """Runs that keep their records in one folder."""

    def __init__(self, t, ports):
        self.t = t
        self.db = t.folder / "db"
        self.source = t.file("source", services("s", ports))
        self.target = t.file("target", services("t", ports // 2))

    def command(self, source=None, target=None):
        return [self.t.program, "--source", str(source or self.source), "--target", str(target or self.target), "--db", f"folder:{self.db}"]

    def start(self, **files):
        return subprocess.Popen(self.command(**files), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def rows(self, model):
        folder = self.db / model
        return len(os.listdir(folder)) if folder.exists() else 0

    def wait_for(self, process, model, rows):
        """Until there are so many records, or the process has ended; whether it still runs."""
        while process.poll() is None and self.rows(model) < rows:
            time.sleep(0.001)
        return process.poll() is None

    def read(self):
        """A short run that writes out all records, with the processes of runs that it found interrupted."""
        small = self.t.file("small", "http 80/tcp\n")
        done = subprocess.run(self.command(source=small, target=small) + ["--output", str(self.t.out)], check=False,
                              stdin=subprocess.DEVNULL, capture_output=True)
        assert done.returncode == 0, done.stderr
        assert re.fullmatch(b"(" + NOTE + b")*", done.stderr), done.stderr
        records = [json.loads((self.t.out / f"{name}.json").read_bytes()) for name in ("job_results", "syncs", "sync_log_entries")]
        return records, [int(pid) for pid in re.findall(NOTE, done.stderr)], done.stdout.decode()


@case
def records_are_kept(t):
    kept = Kept(t, 10)
    for _ in range(2):
        assert t.run(*kept.command()[1:]).returncode == 0
    (jobs, syncs, entries), interrupted, stdout = kept.read()
    assert (len(jobs), len(syncs), len(entries)) == (3, 3, 21), (len(jobs), len(syncs), len(entries))
    assert interrupted == [] and all(job["status"] == "SUCCESS" for job in jobs)
    assert len(re.findall(r"^\d{4}-\S+Z ", stdout, re.M)) == 3, stdout  # the whole history, and what this run found
    assert stdout.count("Differences:") == 1 and "no-change 1" in stdout, stdout


@case
def a_failed_run_is_kept(t):
    kept = Kept(t, 1)
    bad = t.file("bad", "nonsense\n")
    assert t.run(*kept.command(target=bad)[1:]).returncode == 1
    (jobs, syncs, _), interrupted, _ = kept.read()
    failed = jobs[0]
    assert interrupted == [] and failed["status"] == "FAILURE" and failed["date_done"], failed
    assert failed["traceback"].endswith('bad:1: expected "name port/protocol", found "nonsense "'), failed["traceback"]
    assert syncs[0]["source_load_time"] and syncs[0]["target_load_time"] is None, syncs[0]


@case
def the_history_is_kept_in_the_current_folder(t):
    files = ["--source", t.file("s", services("s", 3)), "--target", t.file("t", services("t", 2))]
    for runs in (1, 2):
        done = t.run(*files, cwd=t.folder)
        assert done.returncode == 0 and done.stderr == b"", done
        stdout = done.stdout.decode()
        assert len(re.findall(r"^\d{4}-\S+Z ", stdout, re.M)) == runs, stdout
        assert "sqlite3 history.db 'SELECT * FROM readable_nautobot_ssot_sync'" in stdout, stdout
    with contextlib.closing(sqlite3.connect(t.folder / "history.db")) as db:
        rows = db.execute("SELECT id, source, start_time FROM readable_nautobot_ssot_sync").fetchall()
        assert len(rows) == 2 and all(row[1] == "s" for row in rows), rows
        for key, _, start in rows:
            assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", key), key
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", start), start
        assert db.execute("SELECT COUNT(*) FROM readable_nautobot_ssot_synclogentry").fetchone()[0] == 6
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


@case
def records_that_cannot_be_opened(t):
    good = t.file("good", "http 80/tcp\n")
    for where in (good, "folder:" + good, str(t.folder / "none" / "history.db")):
        t.fail(1, "cannot open the records in " + re.escape(where) + ": .+", "--source", good, "--target", good, "--db", where)


def check_after_kill(kept, pid, killed_runs):
    """The records open, each killed run is marked, once, and nothing points nowhere."""
    (jobs, syncs, entries), interrupted, _ = kept.read()
    mine = [job for job in jobs if job["meta"]["process_id"] == pid]
    assert len(mine) <= 1, mine
    ended = bool(mine) and mine[0]["status"] == "SUCCESS"
    assert interrupted == ([pid] if mine and not ended else []), (interrupted, mine)
    if interrupted:
        killed_runs.add(mine[0]["id"])
    for job in jobs:
        status, why = ("FAILURE", "interrupted") if job["id"] in killed_runs else ("SUCCESS", None)
        assert (job["status"], job["traceback"]) == (status, why) and job["date_done"], job
    assert {sync["job_result"] for sync in syncs} == {job["id"] for job in jobs}
    assert {entry["sync"] for entry in entries} <= {sync["id"] for sync in syncs}
    for sync in syncs:
        if sync["job_result"] not in killed_runs:
            logged = sum(entry["sync"] == sync["id"] for entry in entries)
            assert logged == sum(sync["summary"].values()), (logged, sync["summary"])
    return bool(interrupted)


def kill(process):
    process.kill()
    process.wait()


@case
def killed_while_loading(t):
    kept, killed_runs = Kept(t, 10), set()
    pipe = t.folder / "pipe"
    os.mkfifo(pipe)
    for files in ({"source": pipe}, {"target": pipe}):  # the program waits for somebody to write there
        process = kept.start(**files)
        assert kept.wait_for(process, "nautobot_ssot.sync", len(killed_runs) * 2 + 1)
        second = t.run(*kept.command()[1:])
        assert second.returncode == 1 and b"another process uses this folder" in second.stderr, second.stderr
        kill(process)
        assert check_after_kill(kept, process.pid, killed_runs)
    assert kept.read()[1] == []  # found once


@case
def killed_while_synchronizing(t):
    kept, killed_runs = Kept(t, PORTS * 8 // 3), set()
    for more in (1, PORTS // 3, PORTS * 2 // 3, PORTS * 5 // 3):
        before = kept.rows("nautobot_ssot.synclogentry")
        process = kept.start()
        assert kept.wait_for(process, "nautobot_ssot.synclogentry", before + more)
        kill(process)
        assert check_after_kill(kept, process.pid, killed_runs)


@case
def killed_at_any_time(t):
    kept, killed_runs = Kept(t, PORTS), set()
    started = time.monotonic()
    assert kept.start().wait() == 0
    whole = time.monotonic() - started
    for n in range(12):
        process = kept.start()
        time.sleep(whole * n / 11)
        kill(process)
        check_after_kill(kept, process.pid, killed_runs)
    assert killed_runs


# Terminals and pipes.

def on_terminal(command, env, stream):
    """What the program writes to a terminal as its standard output (1) or standard error (2)."""
    master, slave = pty.openpty()
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, ("stdout" if stream == 1 else "stderr"): slave}
    with subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, **streams) as process:
        os.close(slave)
        written = b""
        with contextlib.suppress(OSError):
            while block := os.read(master, 65536):
                written += block
        os.close(master)
        assert process.wait(60) == 0
    return written


def environment(**more):
    return {**{k: v for k, v in os.environ.items() if k != "NO_COLOR"}, "TERM": "xterm", **more}


@case
def colours_on_a_terminal(t):
    source, target = t.file("s.json", json.dumps(SOURCE)), t.file("t.json", json.dumps(TARGET))
    command = [t.program, "--source", source, "--target", target, "--key", "id", "--db", "memory"]
    coloured = on_terminal(command, environment(), 1)
    for sequence in (b"\x1b[32mcreate\x1b[0m", b"\x1b[36mupdate\x1b[0m", b"\x1b[33mdelete\x1b[0m"):
        assert sequence in coloured, (sequence, coloured)
    rest = re.sub(rb"\x1b\[(3\d|0)m", b"", coloured)
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]", rest), rest
    assert b"\x1b" not in on_terminal(command, environment(NO_COLOR="1"), 1)
    assert b"\x1b[32m" in on_terminal(command, environment(NO_COLOR=""), 1)


@case
def progress_on_a_terminal(t):
    source, target = t.file("s\x1b[31m.json", json.dumps(SOURCE)), t.file("t.json", json.dumps(TARGET))
    drawn = on_terminal([t.program, "--source", source, "--target", target, "--key", "id", "--db", "memory"], environment(), 2)
    for phase in (b"Loading", b"Comparing", b"Synchronizing"):
        assert phase in drawn, drawn
    assert b"\x1b" not in drawn and b"\n" not in drawn and drawn.endswith(b"\r"), drawn


@case
def reader_that_leaves(t):
    source = t.file("s", "".join(f"unknown {port}/tcp\n" for port in range(60000)))
    read, write = os.pipe()
    os.close(read)
    done = t.run("--source", source, "--target", t.file("t", ""), "--output", t.out, stdout=write)
    os.close(write)
    assert done.returncode == -signal.SIGPIPE and done.stderr == b"", (done.returncode, done.stderr)
    assert len(os.listdir(t.out)) == 3


@case
def full_standard_output(t):
    with open("/dev/full", "wb") as full:
        done = t.run("--help", stdout=full)
    assert done.returncode == 1 and done.stderr == b"inventory_sync: cannot write to standard output\n", done


# Mistakes on the command line.

@case
def wrong_command_lines(t):
    t.fail(2, 'unknown option "--sauce".*', "--sauce", "x")
    t.fail(2, 'unknown option "--sauce=x".*', "--sauce=x")
    t.fail(2, 'unknown option "-h".*', "-h")
    t.fail(2, 'unknown option "--".*', "--", "x")
    t.fail(2, 'unexpected argument "x".*', "x")
    t.fail(2, r'unexpected argument "\\x1b\[31m".*', "\x1b[31m")
    t.fail(2, "--dry-run takes no value", "--dry-run=yes")
    for option in ("--source", "--target", "--key", "--source-name", "--target-name", "--db"):
        t.fail(2, option + " needs a value", option)
        t.fail(2, option + " needs a value", option, "--dry-run")
        t.fail(2, option + " needs a value", option, "")
        t.fail(2, option + " needs a value", option + "=")
    done = t.run("--output")
    assert done.returncode == 2 and done.stderr == b"inventory_sync: --output needs a value\n", done


@case
def wrong_names(t):
    t.fail(2, "--source-name: .*at most 64 characters.*65.*", "--source-name", "ü" * 65)
    t.fail(2, "--target-name: .*at most 64 characters.*65.*", "--target-name", "x" * 65)
    t.fail(2, "--source-name: .*not UTF-8.*", "--source-name", os.fsdecode(b"\xff"))


@case
def json_without_key(t):
    source = t.file("s.json", json.dumps(SOURCE))
    t.fail(2, ".*s.json holds JSON, which needs --key", "--source", source, "--target", source)


# Files that cannot be used.

@case
def files_that_cannot_be_read(t):
    good = t.file("good", "http 80/tcp\n")
    missing = str(t.folder / "missing")
    for pattern, path in (("No such file or directory", missing), ("Is a directory", str(t.folder)),
                          ("Not a directory", good + "/x"), (".+", "/proc/self/mem")):
        t.fail(1, re.escape(path) + ": " + pattern, "--source", path, "--target", good)
        t.fail(1, re.escape(path) + ": " + pattern, "--source", good, "--target", path)


@case
def unreadable_file(t):
    secret = t.file("secret", "http 80/tcp\n")
    os.chmod(secret, 0)
    t.fail(1, ".*secret: Permission denied", "--source", secret, "--target", t.file("good", ""), **as_nobody(t))


def as_nobody(t):
    """How to run the program as somebody whom permissions bind."""
    if os.geteuid() != 0:
        return {}
    os.chmod(t.folder, 0o755)
    program = shutil.copy(t.program, t.folder / "program")
    os.chmod(program, 0o755)
    t.program = program
    options = {"user": 65534, "group": 65534, "extra_groups": []}
    if t.run("--help", **options).returncode != 0:
        raise Skipped("nobody cannot run the program")
    return options


@case
def bad_json_arrays(t):
    t.fail_input('[\n  {"id": "a"},\n  {"id": "b" "c"}\n]', 3, "not JSON: .*column 14.*")
    t.fail_input('[\n  {"id": "a"},\n', 3, "not JSON: .*")
    t.fail_input('[\n  {"id": "a"}\n]\n\nx', 5, "not JSON: .*")
    t.fail_input('[\n  {"id": "a"},\n]', 3, "not JSON: .*")
    t.fail_input('[\n  {\n    "id": "a"\n  },\n  17\n]', 5, "expected an object, found a number")
    t.fail(1, r'.*good.json:1: this object has no field "\\x07"', "--source", t.file("good.json", '[{"id": "a"}]'), "--key", "\x07")
    t.fail_input('[\n  {\n    "id": "a"\n  }, {\n    "name": "b"\n  }\n]', 4, 'this object has no field "id"')
    t.fail_input('\n[\n\n  {\n    "id": "a"\n  },\n\n  {\n    "name":\n\n 1, "id": "a"\n  }\n]', 8,
                 'the key "a" came before, on line 4')
    t.fail_input('[{"id": 1},\n{"id": "1"}]', 2, 'the key "1" came before, on line 1')
    t.fail_input('[\n{"id": "a",\n "x": {"y": 1,\n  "y": 2}}]', 4, ".*came before in the same object.*")
    t.fail_input('[\n{"id": "a",\n "id": "b"}]', 3, ".*came before in the same object.*")
    t.fail_input(b'[\n\n{"id": "a\xff"}]', 3, ".*not UTF-8.*")
    t.fail_input('[\n{"id": "\\ud800"}]', 2, "not JSON: .*surrogate.*")
    t.fail_input('[\n{"id": "a", "x": NaN}]', 2, "not JSON: .*")
    t.fail_input('[\n{"id": "a", "x":' + "[" * 600 + "]" * 600 + "}]", 2, ".*nested deeper than.*")


@case
def wrong_keys(t):
    for value in ("null", "true", "1.5", "1e3", "[1]", '{"a": 1}', "[" + "1," * 1000 + "1]"):
        t.fail_input('[\n\n{"id": ' + value + "}]", 3, 'the field "id" is the key, and must be a text or an integer, not .*')
    t.fail_input('[{"id": "a\\u0000b"}]', 1, ".*must not hold a null character")
    t.fail_input('[{"id": "a"}, {"id": "' + "\\u001b[31m" * 1000 + '"},\n{"id": "' + "\\u001b[31m" * 1000 + '"}]', 2,
                 r'the key "\\x1b\[31m.*… ?" came before, on line 1')


@case
def bad_json_lines(t):
    t.fail_input('{"id": "a"}\n\n{"id": "b"\n', 3, "this line is no JSON object: .*")
    t.fail_input('{\n  "id": "a"\n}\n', 1, "this line is no JSON object: .*")
    t.fail_input('{"id": "a"} {"id": "b"}\n', 1, "this line is no JSON object: .*")
    t.fail_input('{"id": "a"}\nhttp 80/tcp\n', 2, "this line is no JSON object: .*")
    t.fail_input('{"id": "a"}\n[1]\n', 2, "expected an object, found an array")
    t.fail_input('{"id": "a"}\r\n{"name": "b"}\r\n', 2, 'this object has no field "id"')
    t.fail_input('\n\n{"id": "a"}\n{"id": "b"}\n{"id": "a"}\n', 5, 'the key "a" came before, on line 3')
    t.fail_input(b'{"id": "a"}\n{"id": "b", "x": "\xc3("}\n', 2, ".*not UTF-8.*")
    t.fail_input('{"id": "a"}\n{"id": "b", "x": {"y": 1, "y": 1}}\n', 2, ".*came before in the same object.*")


@case
def bad_services(t):
    for line in ("http", "http 80", "http 80/", "http /tcp", "http x/tcp", "http 65536/tcp", "http -1/tcp", "http 80/tcp/ip",
                 "http 80 /tcp", "80/tcp http", "http +80/tcp", "hello world", '"text"', "17"):
        t.fail_input(f"# comment\nssh 22/tcp\n{line}\n", 3, 'expected "name port/protocol", found .*')
    t.fail_input("nonsense " + "x" * 100000, 1, 'expected "name port/protocol", found .{0,80}')
    t.fail_input("a\x1b[31m\x07 b\n", 1, 'expected "name port/protocol", found .*')
    t.fail_input(b"ssh 22/tcp\nhttp\xff 80/tcp\n", 2, ".*not UTF-8.*")
    t.fail_input(b"\x00\x01\x02\xff\xfe", 1, ".*not UTF-8.*")


# Files that cannot be written.

@case
def output_that_cannot_be_made(t):
    good = t.file("good", "http 80/tcp\n")
    for folder, pattern in ((good, "cannot make the folder .*good: (Not a directory|File exists)"),
                            (good + "/x", "cannot make the folder .*: Not a directory"),
                            ("/proc/nowhere/x", "cannot make the folder /proc/nowhere/x: .+")):
        before = snapshot(t.folder)
        done = t.run("--source", good, "--target", good, "--output", folder)
        assert done.returncode == 1 and done.stdout == b"", (done.returncode, done.stdout)
        assert re.fullmatch("inventory_sync: " + pattern + "\n", done.stderr.decode()), done.stderr
        assert snapshot(t.folder) == before


@case
def output_without_permission(t):
    options = as_nobody(t)
    t.out.mkdir()
    os.chmod(t.out, 0o555)
    t.fail(1, ".*out/job_results.json: Permission denied", "--source", t.file("s", ""), "--target", t.file("t", ""), **options)


@case
def output_that_does_not_fit(t):
    source = t.file("s", "".join(f"unknown {port}/tcp\n" for port in range(2000)))
    t.out.mkdir()
    for name in ("job_results.json", "syncs.json", "sync_log_entries.json"):
        (t.out / name).write_text("older")

    def limit_file_size():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000))

    t.fail(1, "cannot write .*: File too large", "--source", source, "--target", t.file("t", ""), preexec_fn=limit_file_size)


@case
def output_name_that_is_taken_by_a_folder(t):
    (t.out / "job_results.json").mkdir(parents=True)
    t.fail(1, "cannot write .*job_results.json: Is a directory", "--source", t.file("s", ""), "--target", t.file("t", ""))


def main():
    if len(sys.argv) != 2:
        sys.exit("Usage: test_demo.py PROGRAM")
    program = os.path.abspath(sys.argv[1])
    passed, failed, skipped = 0, 0, 0
    for function in CASES:
        with tempfile.TemporaryDirectory(prefix="inventory_sync.", dir=FOLDERS) as folder:
            try:
                function(Runner(program, pathlib.Path(folder)))
                passed += 1
            except Skipped as reason:
                skipped += 1
                print(f"skipped {function.__name__}: {reason}")
            except Exception:  # whatever it is, the next case runs
                failed += 1
                print(f"FAILED {function.__name__}")
                traceback.print_exc(file=sys.stdout)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
