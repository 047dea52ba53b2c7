#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks README.md and docs/**/*.md against the code that they speak of.

    check_docs.py ROOT             one line for each mistake; exit code 1 when there is any
    check_docs.py ROOT --update    first writes the regions anew into the blocks that quote them

- Every block of C++ stands below a comment such as <!-- docs/examples/first_steps.cpp: store --> and is that region of that
  file, from `//[ store` to `//]`, but for the indentation that its lines share.
- Every public header ssot/X.hpp has its page docs/reference/X.md, every page its header, and what the page's front matter
  lists under `entities` occurs in that header, outside of comments.
- Every relative link leads to a file or folder.
- docs/index.md has a table of questions and folders. Each row links one folder of headers, and what it names in `code` beside the
  link are headers there; a name may have a *.
- A link that is followed by ", N lines of code" leads to a file with so many lines that are neither empty nor only a comment."""
import pathlib
import re
import sys
import textwrap

FENCE = re.compile(r"(\s*)(`{3,}|~{3,})\s*([\w+]*)")
QUOTES = re.compile(r"\s*<!-- (\S+): (\S+) -->\s*")
OPENS = re.compile(r"\s*//\[ (\S+)\s*")
CLOSES = re.compile(r"\s*//\]\s*")
FRONT_MATTER = re.compile(r"---\n(.*?\n)---\n", re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(<?([^)>\s]+)>?[^)]*\)|^\s*\[[^\]]+\]:\s*<?([^>\s]+)")
PLACE = re.compile(r"\| [^|]+ \| \[`[^`]+`\]\(([^)]+/)\)(, [^|]+)? \|")
CLAIM = re.compile(r"\[[^\]]*\]\(([^)\s]+)\),\s+(\d+)\s+lines\s+of\s+code")
NO_CODE = re.compile(r"\s*(//.*)?")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def dedented(lines):
    return textwrap.dedent("\n".join(lines)).split("\n") if lines else []


def regions_of(path):
    """The regions of a source file by name, and what is wrong with its markers."""
    regions, wrong, opened = {}, [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if opening := OPENS.fullmatch(line):
            name = opening[1]
            if name in regions:
                wrong.append(f"{number}: region '{name}' comes twice")
            regions[name] = []
            opened.append((name, number))
        elif CLOSES.fullmatch(line):
            if opened:
                opened.pop()
            else:
                wrong.append(f"{number}: //] closes no region")
        else:
            for name, _ in opened:
                regions[name].append(line.rstrip())
    wrong += [f"{number}: region '{name}' has no //]" for name, number in opened]
    return {name: dedented(lines) for name, lines in regions.items()}, wrong


class Checker:
    def __init__(self, root, update):
        self.root = root
        self.update = update
        self.mistakes = []
        self.sources = {}

    def mistake(self, path, text):
        self.mistakes.append(f"{path.relative_to(self.root)}:{text}")

    def region(self, path, where, file, name):
        """The lines of a region, or None after saying why not."""
        if file not in self.sources:
            source = self.root / file
            if not source.is_file():
                self.mistake(path, f"{where}: there is no file {file}")
                return None
            self.sources[file], wrong = regions_of(source)
            for text in wrong:
                self.mistake(source, text)
        found = self.sources[file].get(name)
        if found is None:
            self.mistake(path, f"{where}: {file} has no region '{name}'")
        return found

    def check_link(self, path, where, target):
        if SCHEME.match(target) or target.startswith("#"):
            return
        if not (path.parent / target.split("#")[0]).exists():
            self.mistake(path, f"{where}: the link {target} leads nowhere")

    def check_claims(self, path, text):
        """How long a file is said to be."""
        for claim in CLAIM.finditer(text):
            source = path.parent / claim[1]
            if not source.is_file():
                continue
            lines = source.read_text(encoding="utf-8").splitlines()
            count = sum(not NO_CODE.fullmatch(line) for line in lines)
            if count != int(claim[2]):
                where = text.count("\n", 0, claim.start()) + 1
                self.mistake(path, f"{where}: {claim[1]} has {count} lines of code, not {claim[2]}")

    def check_text(self, path):
        """Blocks, links and claims of one markdown file."""
        text = path.read_text(encoding="utf-8")
        self.check_claims(path, text)
        lines = text.split("\n")
        out, i = [], 0
        while i < len(lines):
            opening = FENCE.match(lines[i])
            if not opening:
                for link in LINK.finditer(re.sub(r"`[^`]*`", "", lines[i])):
                    self.check_link(path, i + 1, link[1] or link[2])
                out.append(lines[i])
                i += 1
                continue
            end = i + 1
            while end < len(lines) and not re.fullmatch(r"\s*" + opening[2][0] + "{%d,}\\s*" % len(opening[2]), lines[end]):
                end += 1
            if end == len(lines):
                self.mistake(path, f"{i + 1}: this block has no end")
            block = lines[i + 1:end]
            if opening[3].lower() in ("cpp", "c++", "cc", "cxx"):
                block = self.check_block(path, i, lines[i - 1] if i else "", opening[1], block)
            out += [lines[i], *block, *lines[end:end + 1]]
            i = end + 1
        if self.update and out != lines:
            path.write_text("\n".join(out), encoding="utf-8")

    def check_block(self, path, i, above, indent, block):
        """What the block should be; the block itself when that is not known."""
        quotes = QUOTES.fullmatch(above)
        if not quotes:
            self.mistake(path, f"{i + 1}: no comment <!-- FILE: REGION --> above this block of C++")
            return block
        region = self.region(path, i, quotes[1], quotes[2])
        if region is None:
            return block
        if self.update:
            return [(indent + line).rstrip() for line in region]
        if [line.rstrip() for line in dedented(block)] != region:
            self.mistake(path, f"{i + 1}: differs from region '{quotes[2]}' of {quotes[1]}; --update writes it anew")
        return block

    def check_reference(self):
        include, reference = self.root / "include", self.root / "docs/reference"
        headers = {h.relative_to(include).as_posix() for h in include.glob("ssot/**/*.hpp")
                   if h.relative_to(include).parts[1] not in ("detail", "impl") and "kit" not in h.relative_to(include).parts}

        def page_of(header):
            return reference / pathlib.PurePosixPath(header).relative_to("ssot").with_suffix(".md")

        for header in sorted(headers):
            if not page_of(header).is_file():
                self.mistake(include / header, f" has no page {page_of(header).relative_to(self.root)}")
        for page in sorted(reference.glob("**/*.md")):
            self.check_page(page, headers, page_of)

    def check_page(self, page, headers, page_of):
        front = FRONT_MATTER.match(page.read_text(encoding="utf-8"))
        header = front and re.search(r"^header: *(\S+) *$", front[1], re.MULTILINE)
        entities = front and re.search(r"^entities: *\[(.*?)\]", front[1], re.MULTILINE | re.DOTALL)
        if not header or not entities:
            return self.mistake(page, "1: no front matter with `header: ssot/X.hpp` and `entities: [A, B]`")
        if header[1] not in headers:
            return self.mistake(page, f"1: {header[1]} is no public header")
        if page_of(header[1]) != page:
            self.mistake(page, f"1: the page of {header[1]} is {page_of(header[1]).relative_to(self.root)}")
        code = re.sub(r"//.*", "", (self.root / "include" / header[1]).read_text(encoding="utf-8"))
        for entity in filter(None, (e.strip() for e in entities[1].split(","))):
            if not re.search(rf"(?<!\w){re.escape(entity)}(?!\w)", code):
                self.mistake(page, f"1: {entity} does not occur in {header[1]}")

    def check_places(self, path):
        """The table that says in which folder a question is answered."""
        lines = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
        if "| Question | Folder |" not in lines:
            return self.mistake(path, "1: no table | Question | Folder |")
        first = lines.index("| Question | Folder |") + 2
        for number, line in enumerate(lines[first:], first + 1):
            if not line.startswith("|"):
                break
            row = PLACE.fullmatch(line)
            folder = row and path.parent / row[1]
            if not folder or not folder.is_dir():
                self.mistake(path, f"{number}: this row names no folder, or more than one")
                continue
            for name in re.findall(r"`([^`]+)`", row[2] or ""):
                if not any(folder.glob(name + ".hpp")):
                    self.mistake(path, f"{number}: there is no {name}.hpp in {row[1]}")

    def run(self):
        texts = sorted((self.root / "docs").glob("**/*.md"))
        readme = self.root / "README.md"
        for path in [readme] * readme.is_file() + texts:
            self.check_text(path)
        self.check_places(self.root / "docs/index.md")
        self.check_reference()
        for line in self.mistakes:
            print(line)
        return 1 if self.mistakes else 0


def main(arguments):
    update = "--update" in arguments
    rest = [a for a in arguments if a != "--update"]
    if len(rest) != 1 or not (pathlib.Path(rest[0]) / "docs").is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    return Checker(pathlib.Path(rest[0]).resolve(), update).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
