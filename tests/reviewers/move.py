"""move.py PROJECT: what editors do between a draft and its return: paragraphs change places, words come in, lines are wrapped anew."""

import random
import re
import sys
from pathlib import Path

choose = random.Random(7)
for path in sorted(Path(sys.argv[1]).glob("workshops/*/*/summary.md")):
    parts = path.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    movable = [at for at, part in enumerate(parts) if re.match(r"[A-Z][^|\n]*[a-z]", part)]
    order = movable[:]
    choose.shuffle(order)
    moved = list(parts)
    for to, at in zip(movable, order):
        part = re.sub(r" the ", " all the ", parts[at], count=1) if at % 3 == 0 else parts[at]
        moved[to] = re.sub(r"(?<=\w) (?=\w)", lambda _: "\n" if choose.random() < 0.1 else " ", part)
    path.write_text("\n\n".join(moved) + "\n", encoding="utf-8")
for name in ("panel.yaml", "recommendations.yaml"):
    for path in sorted(Path(sys.argv[1]).glob(f"workshops/**/{name}")):
        path.write_text("# Moved.\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
