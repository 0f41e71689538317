"""Runs the code of notebooks and pages, without Jupyter.

python3 -m tests.code_cells NOTEBOOK runs a notebook from its folder and keeps what its cells print in it.
"""

import contextlib
import io
import json
import os
import re
import sys
from pathlib import Path


def code_of(page):
    """The Python blocks of a Markdown page, in their order."""
    return re.findall(r"^```python\n(.*?)^```$", Path(page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def printed_by(blocks, folder, names=None):
    """Runs blocks one after the other in a folder, with the same names. Returns what each printed."""
    names = {"__name__": "__main__"} if names is None else names
    before = os.getcwd()
    os.chdir(folder)
    try:
        found = []
        for block in blocks:
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile(block, "<cell>", "exec"), names)  # noqa: S102 - the clone's own code
            found.append(out.getvalue())
        return found
    finally:
        os.chdir(before)


def cells_of(notebook):
    """A notebook's code cells."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def main(path):
    """Runs a notebook and keeps what it printed."""
    path = Path(path).resolve()
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = cells_of(notebook)
    for number, (cell, text) in enumerate(zip(cells, printed_by(["".join(cell["source"]) for cell in cells], path.parent)), 1):
        cell["execution_count"] = number
        cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)}] if text else []
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
