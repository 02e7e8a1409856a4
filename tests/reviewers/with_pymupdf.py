"""with_pymupdf.py DRAFT PLAN OUT HOW: puts the marks of a plan on a draft with PyMuPDF, and saves it added to, anew or encrypted."""

import json
import shutil
import sys

import pymupdf

draft, plan, out, how = sys.argv[1:]
shutil.copy(draft, out)
document = pymupdf.open(out)
for mark in json.load(open(plan, encoding="utf-8")):
    page = document[mark["page"]]
    height = page.rect.height
    areas = [pymupdf.Rect(left, height - top, right, height - bottom) for left, bottom, right, top in mark["rectangles"]]
    quads, kind, last = [area.quad for area in areas], mark["kind"], areas[-1]
    if kind == "highlight":
        put = page.add_highlight_annot(quads)
    elif kind == "strike":
        put = page.add_strikeout_annot(quads)
    elif kind == "underline":
        put = page.add_underline_annot(quads)
    elif kind == "squiggly":
        put = page.add_squiggly_annot(quads)
    elif kind == "note":
        put = page.add_text_annot(areas[0].tl + (1, 0), "")
    elif kind == "caret":
        put = page.add_caret_annot(pymupdf.Point(last.x1 - 4, last.y0 + 2))
    else:
        put = page.add_rect_annot(areas[0])
    put.set_info(content=mark["name"], title="Reviewer")
    put.update()
if how == "added":
    document.saveIncr()
elif how == "anew":
    document.save(out + ".new", garbage=4, clean=True, deflate=True, use_objstms=1)
else:
    document.save(out + ".new", encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="owner", user_pw="")
document.close()
if how != "added":
    shutil.move(out + ".new", out)
