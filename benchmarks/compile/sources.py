# SPDX-License-Identifier: BSL-1.0
"""The files that are compiled. Most are made of those in files/ and project/, with other names in them, in a folder of the build."""
import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent

MODELS = 11  # in one file; the slope is that from one to so many
PROJECT_MODELS = 10
PROJECT_FILES = 30


def renamed(text, word, number):
    """`text` with `word_NUMBER` for `word`, also within names such as read_word."""
    return re.sub(rf"(?<![A-Za-z]){word}(?![A-Za-z0-9])", f"{word}_{number}", text)


def once_for_each(text, word, count):
    """`text` with each line that names `word` repeated for each number; lines of comments are left as they are."""
    out = []
    for line in text.split("\n"):
        numbers = range(1, count + 1) if re.search(rf"\b{word}\b", line) and not line.startswith("//") else [None]
        out += [line if number is None else renamed(line, word, number) for number in numbers]
    return "\n".join(out)


def read(name):
    return (HERE / name).read_text(encoding="utf-8")


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_files(folder):
    """Writes what is compiled alone; the path of each by name."""
    paths = {"readme": ROOT / "docs/examples/readme.cpp", "boost_json": HERE / "files/boost_json.cpp",
             "ssot": HERE / "files/ssot.cpp", "concept": HERE / "files/concept.cpp", "library": HERE / "files/library.cpp",
             "kit": ROOT / "docs/examples/conformance.cpp"}
    for number in range(1, MODELS + 1):
        for name in ("device.hpp", "json.cpp", "use.cpp"):
            stem, ending = name.split(".")
            write(folder / f"{stem}_{number}.{ending}", renamed(read(f"files/{name}"), "device", number))
    paths["json_1"] = folder / "json_1.cpp"
    for count in (1, MODELS):
        for name, parts in {"use": ("use",), "use_and_json": ("use", "json")}.items():
            lines = [f'#include "{part}_{number}.cpp"\n' for number in range(1, count + 1) for part in parts]
            paths[f"{name}_{count}"] = write(folder / f"{name}_of_{count}.cpp", "".join(lines))
    return paths


def write_project(folder, kind):
    """Writes the project `ours` or `by_hand`; the paths of its .cpp files, those of which there are many first."""
    device = "project/by_hand/device.hpp" if kind == "by_hand" else "files/device.hpp"
    write(folder / "records.hpp", read("project/records.hpp"))
    for number in range(1, PROJECT_MODELS + 1):
        write(folder / f"device_{number}.hpp", renamed(read(device), "device", number))
    work, paths = read(f"project/{kind}/work.cpp"), []
    for number in range(1, PROJECT_FILES + 1):
        text = renamed(renamed(work, "work", number), "device", (number - 1) % PROJECT_MODELS + 1)
        paths.append(write(folder / f"work_{number}.cpp", text))
    paths.append(write(folder / "main.cpp", once_for_each(read(f"project/{kind}/main.cpp"), "work", PROJECT_FILES)))
    if kind == "by_hand":
        write(folder / "text.hpp", read("project/by_hand/text.hpp"))
        paths.append(write(folder / "text.cpp", read("project/by_hand/text.cpp")))
    return paths
