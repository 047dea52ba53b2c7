#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Measures what a user's file costs to compile. `./run bench compile` runs it; docs/design/0008-compile-time.md says how to read
what it prints.

    bench_compile.py [--out FILE] [--quick] [--only PATTERN] [--compiler NAME]

The exit code: 0 when every goal is met; 1 when one is not, or something did not compile; 2 for a mistake in the arguments."""
import argparse
import datetime
import functools
import json
import os
import pathlib
import re
import sys

import sources
from compiler import COMPILED, HEADER_ONLY, MODES, Compiler, Failure, code_of, told_by
from goals import PROJECT, PROJECT_GOALS, ROWS

COMPILERS = ("g++", "clang++-19")
FOLDER = sources.ROOT / "build/bench-compile"


class Measured:
    """What was found for one job: all repetitions, each with one of R beside it."""

    def __init__(self, find_headers):
        self.costs = []
        self.units = []  # what R took, with the same compiler and flags
        self.code = 0
        self.find_headers = find_headers
        self.failure = None

    @property
    def seconds(self):
        return min(cost.seconds for cost in self.costs)

    @property
    def in_r(self):
        return self.seconds / min(self.units)

    @property
    def memory(self):
        return min(cost.memory for cost in self.costs)

    @functools.cached_property
    def headers(self):
        return self.find_headers()


class Figure:
    """A line of the table. Without a value, it could not be measured."""

    def __init__(self, what, mode, compiler, unit, goal, value):
        self.what, self.mode, self.compiler, self.unit, self.goal, self.value = what, mode, compiler, unit, goal, value

    @property
    def met(self):
        return self.value is not None and (self.goal is None or self.value <= self.goal)

    def line(self):
        value = "FAILS" if self.value is None else f"{self.value:.2f}" if self.unit in ("R", "times") else f"{self.value:.0f}"
        goal = "-" if self.goal is None else f"{self.goal:g}"
        verdict = "NOT MET" if not self.met else "" if self.goal is None else "met"
        return f"{self.what:34}{self.mode:13}{self.compiler:12}{value:>9} {self.unit:5}{goal:>7}  {verdict}".rstrip()


def tell_progress(text):
    """Shows on a terminal what is being done, until something else is."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


class Bench:
    def __init__(self, quick, rows, with_project):
        self.repetitions = 1 if quick else 3
        self.rows = rows
        self.with_project = with_project
        self.paths = sources.write_files(FOLDER / "files")
        self.figures = []
        self.compilations = []
        self.projects = []

    def measure(self, compiler):
        """All rows by one compiler. Prints their lines."""
        if self.rows:
            self.measure_rows(compiler)
        if self.with_project:
            self.measure_project(compiler)

    def show(self, figure):
        self.figures.append(figure)
        tell_progress("")
        print(figure.line(), flush=True)

    # Every file once, then every file again, so that what else runs meanwhile does not meet one of them alone.
    def measure_rows(self, compiler):
        jobs = dict.fromkeys(job for row in self.rows for mode in row.goals for job in row.jobs(mode))
        found = {job: Measured(functools.partial(compiler.headers, self.paths[job.source], job.mode)) for job in jobs}
        self.unit(compiler, COMPILED, "-O2")  # reads the files of the compiler for the first time
        for _ in range(self.repetitions):
            for job, measured in found.items():
                if measured.failure is None:
                    self.repeat(compiler, job, measured)
        for job, measured in found.items():
            self.compilations.append({
                "compiler": compiler.name, "source": job.source, "mode": job.mode, "level": job.level, "failure": measured.failure,
                "seconds": [cost.seconds for cost in measured.costs], "seconds_of_R": measured.units,
                "bytes_of_memory": [cost.memory for cost in measured.costs], "bytes_of_code": measured.code})
        for row in self.rows:
            for mode, goal in row.goals.items():
                of = [found[job] for job in row.jobs(mode)]
                value = row.figure(*of) if all(one.failure is None for one in of) else None
                self.show(Figure(row.what, mode, compiler.name, row.unit, goal, value))

    def repeat(self, compiler, job, measured):
        """One repetition of a job, and of R before it."""
        tell_progress(f"{compiler.name}: {job.source} {job.level}, {job.mode}")
        path, to = self.paths[job.source], FOLDER / compiler.name / f"{job.source}.o"
        try:
            unit = self.unit(compiler, job.mode, job.level)
            measured.costs.append(compiler.compile(path, job.mode, job.level, to))
            measured.units.append(unit)
            measured.code = code_of(to)
        except Failure as failure:
            measured.failure = str(failure)
            print(f"bench_compile: {failure}", file=sys.stderr)

    def unit(self, compiler, mode, level):
        return compiler.compile(self.paths["boost_json"], mode, level, FOLDER / compiler.name / "boost_json.o").seconds

    # File by file in turn. The programs must print the same, or they did not do the same work.
    def measure_project(self, compiler):
        by_hand = "by hand"
        files = {by_hand: sources.write_project(FOLDER / "by_hand", "by_hand")}
        ours = sources.write_project(FOLDER / "ours", "ours")
        files |= {COMPILED: [*ours, self.paths["library"]], HEADER_ONLY: ours}
        builds = {kind: Build(compiler, kind, paths) for kind, paths in files.items()}
        for i in range(max(map(len, files.values()))):
            tell_progress(f"{compiler.name}: the project, file {i + 1}")
            for build in builds.values():
                build.compile(i)
        for build in builds.values():
            build.finish()

        peer = builds[by_hand]
        for kind, build in builds.items():
            if kind != by_hand and build.failure is None and peer.failure is None and build.printed != peer.printed:
                build.fail(f"what it prints is not what {peer.program} prints: {build.program}")
            self.projects.append({"compiler": compiler.name, "kind": kind, "failure": build.failure, "seconds": build.seconds})
        for mode in MODES:
            fine = builds[mode].failure is None and peer.failure is None
            self.show(Figure(PROJECT, mode, compiler.name, "times", PROJECT_GOALS[mode],
                             builds[mode].seconds / peer.seconds if fine else None))


class Build:
    """A project that is built whole, with one job."""

    def __init__(self, compiler, kind, paths):
        self.compiler, self.paths = compiler, paths
        self.mode = COMPILED if kind == COMPILED else HEADER_ONLY
        self.folder = FOLDER / compiler.name / kind.replace(" ", "_")
        self.program = self.folder / "program"
        self.seconds = 0.0
        self.objects = []
        self.printed = None
        self.failure = None

    def fail(self, why):
        self.failure = str(why)
        print(f"bench_compile: {why}", file=sys.stderr)

    def compile(self, i):
        if self.failure is not None or i >= len(self.paths):
            return
        to = self.folder / f"{self.paths[i].stem}.o"
        try:
            self.seconds += self.compiler.compile(self.paths[i], self.mode, "-O2", to).seconds
            self.objects.append(to)
        except Failure as failure:
            self.fail(failure)

    def finish(self):
        """Links the program and runs it."""
        if self.failure is not None:
            return
        try:
            self.seconds += self.compiler.link(self.objects, self.program).seconds
            self.printed = [json.loads(line) for line in told_by([self.program]).splitlines()]
        except (Failure, json.JSONDecodeError) as failure:
            self.fail(failure)


def write_results(path, bench, compilers, quick):
    figures = [{"what": f.what, "mode": f.mode, "compiler": f.compiler, "unit": f.unit, "figure": f.value, "goal": f.goal,
                "met": f.met} for f in bench.figures]
    context = {"date": datetime.datetime.now().astimezone().isoformat(timespec="seconds"), "quick": quick,
               "compilers": {c.name: c.version for c in compilers}, "processors": os.cpu_count(), "load": os.getloadavg()}
    path.write_text(json.dumps({"context": context, "figures": figures, "compilations": bench.compilations,
                                "projects": bench.projects}, indent=1) + "\n", encoding="utf-8")


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"{self.prog}: {message}; allowed: --out FILE, --quick, --only PATTERN, --compiler {'|'.join(COMPILERS)}\n")


def read_arguments():
    parser = Parser(prog="bench_compile", allow_abbrev=False)
    parser.add_argument("--out", metavar="FILE", type=pathlib.Path, default=sources.ROOT / "build/release/bench-compile.json")
    parser.add_argument("--quick", action="store_true", help="one repetition instead of three, no project")
    parser.add_argument("--only", metavar="PATTERN", default="", help="only the lines in which this regular expression is found")
    parser.add_argument("--compiler", choices=COMPILERS, help="only this one")
    arguments = parser.parse_args()
    try:
        pattern = re.compile(arguments.only)
    except re.error as error:
        parser.error(f"--only {arguments.only}: {error}")
    rows = [row for row in ROWS if pattern.search(row.what)]
    with_project = not arguments.quick and pattern.search(PROJECT) is not None
    if not rows and not with_project:
        names = [row.what for row in ROWS] + ([] if arguments.quick else [PROJECT])
        parser.error(f"--only {arguments.only}: found in no line; lines: {' | '.join(names)}")
    try:
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.touch()  # rather than to find out at the end
    except OSError as error:
        parser.error(f"--out {arguments.out}: {error.strerror}")
    return arguments, rows, with_project


def main():
    arguments, rows, with_project = read_arguments()
    compilers = [Compiler(name) for name in COMPILERS if arguments.compiler in (None, name)]
    bench = Bench(arguments.quick, rows, with_project)
    print(f"Measuring, {'some minutes' if arguments.quick else 'half an hour'} a compiler\n")
    print(f"{'what':34}{'mode':13}{'compiler':12}{'figure':>9} {'':5}{'goal':>7}", flush=True)
    for compiler in compilers:
        bench.measure(compiler)
    write_results(arguments.out, bench, compilers, arguments.quick)

    missed = sum(not figure.met for figure in bench.figures)
    print(f"\n{missed} goals not met" if missed else "\nEvery goal is met")
    return 1 if missed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (Failure, OSError) as why:
        sys.exit(f"bench_compile: {why}")
