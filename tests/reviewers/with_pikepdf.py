"""with_pikepdf.py DRAFT PLAN OUT: puts the marks of a plan on a draft with pikepdf: replacements as Acrobat makes them, a
caret and a strike that belongs to it, and answers to them."""

import json
import sys

import pikepdf
from pikepdf import Array, Dictionary, Name

draft, plan, out = sys.argv[1:]
with pikepdf.open(draft) as pdf:
    for mark in json.load(open(plan, encoding="utf-8")):
        page = pdf.pages[mark["page"]]
        if Name.Annots not in page:
            page.Annots = Array()
        quads = [n for l, b, r, t in mark["rectangles"] for n in (l, t, r, t, l, b, r, b)]
        _, bottom, right, top = mark["rectangles"][-1]

        def put(kind, rect, text, **more):
            put = pdf.make_indirect(
                Dictionary(Type=Name.Annot, Subtype=Name(kind), Rect=Array(rect), Contents=text, T="Reviewer", M="D:20180302101500+01'00'", **more)
            )
            page.Annots.append(put)
            return put

        box = [min(quads[0::2]), min(quads[1::2]), max(quads[0::2]), max(quads[1::2])]
        if mark["kind"] == "replacement":
            caret = put("/Caret", [right - 3, bottom - 2, right + 3, bottom + 5], mark["name"], IT=Name("/Replace"))
            put("/StrikeOut", box, "", QuadPoints=Array(quads), IRT=caret, RT=Name.Group, IT=Name("/StrikeOutTextEdit"))
            put("/Text", box, "Agreed", IRT=caret)
        elif mark["kind"] == "circle":
            put("/Circle", mark["rectangles"][0], mark["name"])
        else:
            put("/Highlight", box, mark["name"], QuadPoints=Array(quads))
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
