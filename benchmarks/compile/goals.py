# SPDX-License-Identifier: BSL-1.0
"""What is looked at, and the goals for it: a row of the table each. A goal is the most that a figure may be; None: it is only
shown. Modes that a row has no goal for are not measured for it."""
from typing import Callable, NamedTuple

from compiler import COMPILED, HEADER_ONLY
from sources import MODELS


class Job(NamedTuple):
    """A file that is compiled as often as all others."""
    source: str  # a name of sources.write_files
    mode: str
    level: str = "-O2"


class Row(NamedTuple):
    what: str
    unit: str
    goals: dict
    jobs: Callable   # of a mode: the jobs that the figure is made of
    figure: Callable  # of what was measured for each of these jobs, in their order


def both(compiled, header_only):
    return {COMPILED: compiled, HEADER_ONLY: header_only}


def time_of(what, goals, source, level="-O2"):
    return Row(what, "R", goals, lambda mode: [Job(source, mode, level)], lambda one: one.in_r)


def slope(what, goals, source):
    """What each further model takes."""
    return Row(what, "R", goals, lambda mode: [Job(f"{source}_1", mode), Job(f"{source}_{MODELS}", mode)],
               lambda one, many: (many.in_r - one.in_r) / (MODELS - 1))


def headers(what, goals, count):
    return Row(what, "", goals, lambda mode: [Job("concept", mode)],
               lambda one: sum(count in header for header in one.headers if header.endswith(".hpp")))


ROWS = (
    time_of("README example", both(4, 20), "readme"),
    time_of("README example, -O0", both(3.5, 11), "readme", "-O0"),
    time_of("<ssot/ssot.hpp>", both(3, None), "ssot"),
    time_of("<ssot/storage/concept.hpp>", both(1.2, 1.2), "concept"),
    headers("concept.hpp: headers of ours", both(12, 12), "/include/ssot/"),
    headers("concept.hpp: of Boost.Describe", both(0, 0), "/boost/describe"),
    headers("concept.hpp: of Boost.JSON", both(0, 0), "/boost/json"),
    time_of("own model, JSON text both ways", both(3.3, 5), "json_1"),
    slope("further own model, store", both(0.8, 1.5), "use"),
    slope("further own model, store and JSON", both(2, 3), "use_and_json"),
    Row("README example, memory", "MB", both(350, 968), lambda mode: [Job("readme", mode)], lambda one: one.memory / 1e6),
    Row("README example, code", "kB", both(60, 505), lambda mode: [Job("readme", mode)], lambda one: one.code / 1e3),
    time_of("kit of a backend's author", {COMPILED: 6}, "kit"),
    time_of("the library itself", {COMPILED: 60}, "library"),
)

# The project, of which the same by hand is what it is compared with.
PROJECT = "project of 30 files, of by hand"
PROJECT_GOALS = both(2.5, None)
