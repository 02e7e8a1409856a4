"""`changes.py make IDM BASE ROOM COUNT` makes Word drafts of a panel with random edits as tracked changes, and plain ones of both states;
`changes.py judge ROOM` asks whether LibreOffice made the same texts of them."""

import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

PANEL, SUMMARY = "plain-words", "workshops/spring/panel-1/summary.md"
NEW = ["clearly", "at once", "in the margin", "of the archive", "by Tuesday", "with 5 others"]


def edited(text, choose):
    """A summary after one to four edits: words put in, taken out or replaced, paragraphs moved, new or gone."""
    blocks = text.rstrip("\n").split("\n\n")
    for _ in range(choose.randint(1, 4)):
        prose = [at for at, block in enumerate(blocks) if re.match(r"[A-Z][^\n]*[a-z]", block) and "[^" not in block]
        at = choose.choice(prose)
        kind = choose.choice(["in", "out", "other", "move", "new", "gone", "cell", "item"])
        spaces = [gap.start() for gap in re.finditer(r"(?<=[a-z]) (?=[a-z])", blocks[at]) if balanced(blocks[at][: gap.start()])]
        if kind == "new":
            blocks.insert(at, f"A paragraph {choose.choice(NEW)} that nobody saw before.")
        elif kind == "move" and len(prose) > 1:
            blocks.insert(choose.choice(prose), blocks.pop(at))
        elif kind == "gone" and len(prose) > 3 and not re.search(r"[\[\]@]", blocks[at]):
            blocks.pop(at)
        elif kind == "cell":
            blocks = [re.sub(r"(?<=\| )Reading(?= )", "Hearing", block) for block in blocks]
        elif kind == "item":
            blocks = [re.sub(r"\n- Keep the", f"\n- Say it {choose.choice(NEW)}.\n- Keep the", block) for block in blocks]
        elif spaces:
            gap = choose.choice(spaces)
            before, after = blocks[at][:gap], blocks[at][gap:]
            word = re.match(r" [a-z]+(?=[ .,])", after)
            if kind == "in" or not word:
                after = f" {choose.choice(NEW)}{after}"
            elif kind == "out":
                after = after[word.end():]
            else:
                after = f" {choose.choice(NEW)}{after[word.end():]}"
            blocks[at] = before + after
    return "\n\n".join(blocks) + "\n"


def balanced(text):
    return text.count("[") == text.count("]") and text.count("(") == text.count(")")


def make(idm, base, room, count):
    room = Path(room)
    shutil.copytree(base, room / "earlier")
    draft = lambda folder, *more: run(idm, room, folder, *more)
    shutil.copyfile(draft("earlier"), room / "files" / "old.docx")
    for seed in range(int(count)):
        folder = room / f"later-{seed}"
        shutil.copytree(base, folder)
        text = (folder / SUMMARY).read_text(encoding="utf-8")
        (folder / SUMMARY).write_text(edited(text, random.Random(seed)), encoding="utf-8")
        shutil.copyfile(draft(folder.name), room / "files" / f"new-{seed}.docx")
        shutil.copyfile(draft(folder.name, "--against", room / "earlier"), room / "files" / f"changed-{seed}.docx")


def run(idm, room, folder, *more):
    command = [idm, "draft", PANEL, "--format", "docx", "--project", room / folder, "--out", room / "out" / folder, *more]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    return told.stdout.strip()


def panel(file):
    """The panel in a text: what follows its heading. What stands before is not tracked."""
    # An acronym is spelled out where the later state first has it.
    text = file.read_text(encoding="utf-8-sig").replace(" (Portable Document Format)", "")
    # LibreOffice counts a note anew only when its page is laid out.
    text = re.sub(r"(?<=[a-z]\.)[0-9](?= )", "", text)
    lines = [line.strip() for line in text.split("\n")]
    starts = [at for at, line in enumerate(lines) if line.startswith("Panel\u00a01: ")]
    return [line for line in lines[starts[-1]:] if line]


def judge(room):
    files = Path(room) / "files"
    old, wrong, changed = panel(files / "old.docx.accepted"), 0, 0
    for file in sorted(files.glob("changed-*.docx")):
        new = panel(files / f"{file.name.replace('changed', 'new')}.accepted")
        changed += new != old
        for ending, meant in (("accepted", new), ("rejected", old)):
            found = panel(files / f"{file.name}.{ending}")
            if found != meant:
                wrong += 1
                print(f"{file.name}, {ending}:")
                print(*[f"  - {line}" for line in meant if line not in found], sep="\n")
                print(*[f"  + {line}" for line in found if line not in meant], sep="\n")
    total = len(list(files.glob("changed-*.docx")))
    print(f"{total} edits, {changed} of which change the text; {wrong} of {2 * total} texts are not as they should be")
    return bool(wrong) or not total or changed < total


if sys.argv[1] == "make":
    make(*sys.argv[2:])
else:
    sys.exit(judge(sys.argv[2]))
