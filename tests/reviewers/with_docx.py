"""with_docx.py DRAFT PLAN OUT SEED COUNT: chooses words of a Word draft at random and marks them with python-docx, as reviewers would:
comments, words taken out, put in and replaced as tracked changes. The plan says where the marks are.

Only those words are taken that stand once in the draft's passages, with the words around them."""

import copy
import hashlib
import json
import random
import re
import sys
import zipfile
from xml.etree import ElementTree

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

KINDS = ["comment", "out", "caret", "other"]


def plain(word):
    return re.sub(r"[^\w]+", "", word.lower().replace("\xad", ""))


def bookmark(name):
    """The bookmark that a passage has in a Word draft."""
    mark = name.removeprefix("passage:").replace(".", "_")
    if mark != name and re.fullmatch(r"[A-Za-z0-9_]{1,38}", mark):
        return f"p_{mark}"
    return f"p_{hashlib.sha256(name.encode()).hexdigest()[:30]}"


def places(words, sought):
    count = len(sought)
    return [at for at in range(len(words) - count + 1) if words[at : at + count] == sought]


def runs_of(body, name):
    """The runs within a passage's bookmark that hold nothing but words, and have not been marked."""
    starts = [start for start in body.iter(qn("w:bookmarkStart")) if start.get(qn("w:name")) == name]
    if len(starts) != 1:
        return
    end = starts[0].get(qn("w:id"))
    for sibling in starts[0].itersiblings():
        if sibling.tag == qn("w:bookmarkEnd") and sibling.get(qn("w:id")) == end:
            return
        parts = [part.tag for part in sibling if part.tag != qn("w:rPr")]
        if sibling.tag == qn("w:r") and parts == [qn("w:t")] and not sibling.get("marked"):
            yield sibling


def split(run, text, start, end):
    """Parts a run in three, and returns the one in the middle."""
    pieces = []
    for piece in (text[:start], text[start:end], text[end:]):
        part = copy.deepcopy(run)
        part.find(qn("w:t")).text = piece
        part.find(qn("w:t")).set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        pieces.append(part)
    for part in pieces:
        if part.find(qn("w:t")).text:
            run.addprevious(part)
    run.getparent().remove(run)
    pieces[1].set("marked", "yes")
    return pieces[1]


def tracked(kind, name, number):
    change = OxmlElement(f"w:{kind}")
    change.set(qn("w:id"), str(900000 + number))
    change.set(qn("w:author"), name)
    change.set(qn("w:date"), "2018-03-02T10:15:00Z")
    return change


def take_out(run, name, number):
    change = tracked("del", name, number)
    run.addprevious(change)
    change.append(run)
    run.find(qn("w:t")).tag = qn("w:delText")
    return change


def put_in(behind, run, name, number):
    change = tracked("ins", name, number)
    new = copy.deepcopy(run)
    for text in [part for part in new if part.tag in (qn("w:t"), qn("w:delText"))]:
        text.tag = qn("w:t")
        text.text = " certainly"
    change.append(new)
    behind.addnext(change)


def main(draft, plan, out, seed, count):
    choose = random.Random(int(seed))
    with zipfile.ZipFile(draft) as package:
        map_part = ElementTree.fromstring(package.read("customXml/item1.xml"))
    passages = json.loads(map_part.text)["passages"]
    texts = [[plain(word) for word in passage["text"].split()] for passage in passages]
    document = Document(draft)
    marks = []
    for _ in range(int(count) * 200 if passages else 0):
        if len(marks) == int(count):
            break
        at = choose.randrange(len(passages))
        runs = list(runs_of(document.element.body, bookmark(passages[at]["name"])))
        if not runs:
            continue
        run = choose.choice(runs)
        text = run.find(qn("w:t")).text or ""
        words = list(re.finditer(r"\S+", text))
        length = min(len(words), choose.choice([1, 2, 3, 6]))
        if not words:
            continue
        first = choose.randrange(len(words) - length + 1)
        chosen = words[first : first + length]
        start = max(0, first - 3)
        around = [plain(word.group()) for word in words[start : first + length + 3]]
        if "" in around or sum(len(places(text, around)) for text in texts) != 1 or not places(texts[at], around):
            continue
        name, kind, number = f"{seed}-{len(marks)}", choose.choice(KINDS), 2 * len(marks)
        middle = split(run, text, chosen[0].start(), chosen[-1].end())
        if kind == "comment":
            from docx.text.run import Run

            document.add_comment(Run(middle, None), text=name, author="Reviewer", initials="R")
        elif kind == "caret":
            put_in(middle, middle, name, number)
        else:
            gone = take_out(middle, name, number)
            if kind == "other":
                put_in(gone, middle, name, number + 1)
        marks.append({"name": name, "kind": kind, "passage": passages[at]["name"], "words": [plain(word.group()) for word in chosen]})
    for run in document.element.body.iter(qn("w:r")):
        run.attrib.pop("marked", None)
    document.save(out)
    with open(plan, "w", encoding="utf-8") as file:
        json.dump(marks, file)


main(*sys.argv[1:])
