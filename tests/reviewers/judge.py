"""Whether `idm comments` finds every mark of a plan, at its passage and on the line where its words stand now."""

import json
import re
import subprocess
from pathlib import Path


def words(text):
    return re.sub(r"[^\w]+", " ", text.lower()).split()


def on_line(project, spot, word):
    line = Path(project, spot["file"]).read_text(encoding="utf-8").split("\n")[spot["line"] - 1]
    return word in words(line) or word in re.sub(r"[^\w]+", "", line.lower())


def judge(idm, project, plan, file):
    """How many marks there are, found at their passages, on their lines, and how many comments are listed; and the misses."""
    run = [idm, "comments", file, "--project", project, "--format", "json"]
    found = json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout)["comments"]
    # Some programs let nothing be said with a highlight but who made it.
    by_name = {name: comment for comment in found for name in (comment["comment"], comment["author"])}
    marks = json.loads(Path(plan).read_text(encoding="utf-8"))
    passages, lines, missed = 0, 0, []
    for mark in marks:
        comment = by_name.get(mark["name"])
        if comment is None or comment["from"]["passage"] != mark["passage"]:
            missed.append((str(file), mark, comment and (comment["from"]["passage"], comment["marked"])))
            continue
        passages += 1
        spot = comment["spot"]
        if spot and on_line(project, spot, mark["words"][-1 if mark["kind"] == "caret" else 0]):
            lines += 1
        else:
            missed.append((str(file), mark, spot))
    return (len(marks), passages, lines, len(found)), missed
