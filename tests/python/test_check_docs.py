#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Shows check_docs.py small trees with one mistake each, and a tree without any."""
import contextlib
import io
import pathlib
import tempfile
import unittest

import check_docs

FILES = {
    "include/ssot/store.hpp": "class store;\n",
    "include/ssot/detail/store/erase_plan.hpp": "",
    "docs/examples/a.cpp": "//[ one\nint a;\n//]\n",
    "docs/reference/store.md": "---\nheader: ssot/store.hpp\nentities: [store]\n---\n",
    "docs/index.md": """[the store](reference/store.md)

<!-- docs/examples/a.cpp: one -->
```cpp
int a;
```

| Question | Folder |
| --- | --- |
| How is a sync erased? | [`detail/store`](../include/ssot/detail/store/), `erase_*` |
""",
}


def said(changes):
    """What check_docs.py says of the files above after changes: {file: (old text, new text)}."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in FILES.items():
            if name in changes:
                old, new = changes[name]
                assert old in text
                text = text.replace(old, new)
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            failed = check_docs.main([folder])
        assert failed == bool(out.getvalue())
        return out.getvalue()


class Mistakes(unittest.TestCase):
    def test_nothing_is_wrong(self):
        self.assertEqual(said({}), "")

    def test_links(self):
        self.assertIn("docs/index.md:1: the link reference/stores.md leads nowhere",
                      said({"docs/index.md": ("store.md", "stores.md")}))

    def test_code(self):
        self.assertIn("docs/index.md:4: differs from region 'one'", said({"docs/index.md": ("int a", "int b")}))
        self.assertIn("docs/index.md:4: no comment", said({"docs/index.md": ("<!-- docs/examples/a.cpp: one -->", "")}))
        self.assertIn("has no region 'two'", said({"docs/index.md": ("one -->", "two -->")}))
        self.assertIn("region 'one' has no //]", said({"docs/examples/a.cpp": ("//]", "")}))

    def test_pages(self):
        self.assertIn("stores does not occur", said({"docs/reference/store.md": ("[store]", "[stores]")}))
        self.assertIn("store does not occur", said({"include/ssot/store.hpp": ("class", "// class")}))
        self.assertIn("is no public header", said({"docs/reference/store.md": ("ssot/store.hpp", "ssot/stores.hpp")}))
        self.assertIn("no front matter", said({"docs/reference/store.md": ("entities", "entity")}))

    def test_places(self):
        row = "[`detail/store`](../include/ssot/detail/store/)"
        one = "docs/index.md:10: this row names no folder, or more than one"
        self.assertIn(one, said({"docs/index.md": (row, f"{row} [`x`](../include/ssot/)")}))
        self.assertIn(one, said({"docs/index.md": (row, "detail/store")}))
        self.assertIn(one, said({"docs/index.md": (row, row.replace("store/)", "stores/)"))}))
        self.assertIn("docs/index.md:10: there is no delete_*.hpp in", said({"docs/index.md": ("erase_*", "delete_*")}))
        self.assertIn("docs/index.md:1: no table", said({"docs/index.md": ("| Question", "| Questions")}))


if __name__ == "__main__":
    unittest.main()
