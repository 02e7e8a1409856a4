"""Chooses words of a draft at random, and says where marks on them are to be put: for programs that put them there.

    plan.py DRAFT PLAN SEED COUNT KIND…

The words are found by PyMuPDF's own reading of the pages. Only those are taken that stand once in the draft's passages
and once on its pages, with the words around them, so that there is no doubt which passage a mark belongs to."""

import json
import random
import re
import sys

import pymupdf


def plain(word):
    return re.sub(r"[^\w]+", "", word.lower().replace("\xad", ""))


def places(words, sought):
    count = len(sought)
    return [at for at in range(len(words) - count + 1) if words[at : at + count] == sought]


def main(draft, plan, seed, count, kinds):
    choose = random.Random(int(seed))
    document = pymupdf.open(draft)
    passages = json.loads(document.embfile_get("draft.json"))["passages"]
    texts = [[plain(word) for word in passage["text"].split()] for passage in passages]
    pages = [page.get_text("words", sort=False) for page in document]
    printed = [[plain(word[4]) for word in page] for page in pages]
    marks = []
    # Nothing is to be marked where a panel has no words yet.
    for _ in range(int(count) * 100 if passages else 0):
        if len(marks) == int(count):
            break
        at = choose.randrange(len(passages))
        words = texts[at]
        if not words:
            continue
        length = min(len(words), choose.choice([1, 2, 3, 6, 9]))
        first = choose.randrange(len(words) - length + 1)
        start = max(0, first - 3)
        around = words[start : first + length + 3]
        on = [(page, place) for page, text in enumerate(printed) for place in places(text, around)]
        if "" in around or len(on) != 1 or sum(len(places(text, around)) for text in texts) != 1:
            continue
        page, place = on[0]
        marked = pages[page][place + first - start :][:length]
        lines = {}
        for word in marked:
            lines.setdefault((word[5], word[6]), []).append(word)
        height = document[page].rect.height
        # From the page's lower left corner, as PDF counts.
        rectangles = [
            [min(w[0] for w in line), height - max(w[3] for w in line), max(w[2] for w in line), height - min(w[1] for w in line)]
            for line in lines.values()
        ]
        marks.append(
            {
                "name": f"{seed}-{len(marks)}",
                "kind": choose.choice(kinds),
                "page": page,
                "rectangles": rectangles,
                "passage": passages[at]["name"],
                "words": [plain(word[4]) for word in marked],
            }
        )
    with open(plan, "w", encoding="utf-8") as file:
        json.dump(marks, file)


main(*sys.argv[1:5], sys.argv[5:])
