# SPDX-License-Identifier: BSL-1.0
"""A compiler that is run, and what that took."""
import os
import re
import subprocess
import tempfile
from typing import NamedTuple

from sources import ROOT

COMPILED, HEADER_ONLY = "compiled", "header-only"
MODES = (COMPILED, HEADER_ONLY)


class Failure(Exception):
    """A command that did not end well: its name and the first lines of what it said."""


class Cost(NamedTuple):
    """What a command and its children took."""
    seconds: float  # of processor time
    memory: int     # bytes of the largest process


def run(command):
    """Runs a command to its end, and gives what it took."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said,
                                   env={**os.environ, "LC_ALL": "C"})
        # The usage of a process is its own and that of the children that it waited for: those do the work of g++.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            said.seek(0)
            raise Failure("\n  ".join([f"exit code {process.returncode}: {' '.join(map(str, command))}",
                                       *said.read().splitlines()[:12]]))
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def told_by(command):
    """What a command prints."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failure("\n  ".join([f"exit code {done.returncode}: {' '.join(map(str, command))}",
                                   *done.stderr.splitlines()[:12]]))
    return done.stdout


class Compiler:
    def __init__(self, name):
        self.name = name
        self.version = told_by([name, "--version"]).splitlines()[0]

    def command(self, mode, level):
        macro = ["-DSSOT_SEPARATE_COMPILATION"] if mode == COMPILED else []
        return [self.name, "-std=c++20", level, *macro, "-I", ROOT / "include"]

    def compile(self, source, mode, level, to):
        """Compiles a file to an object file."""
        to.parent.mkdir(parents=True, exist_ok=True)
        to.unlink(missing_ok=True)
        return run([*self.command(mode, level), "-c", source, "-o", to])

    def link(self, objects, to):
        return run([self.name, *objects, "-lboost_json", "-pthread", "-o", to])

    def headers(self, source, mode):
        """The files that a file includes, directly or not."""
        rule = told_by([*self.command(mode, "-O2"), "-M", source])
        return re.sub(r"^[^:]*:", "", rule.replace("\\\n", " ")).split()[1:]


def code_of(objekt):
    """Bytes of code, and of constants beside it, in an object file: what `size` calls text."""
    return int(told_by(["size", objekt]).splitlines()[1].split()[0])
