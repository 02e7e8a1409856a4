"""with_poppler.py DRAFT PLAN OUT: puts the marks of a plan on a draft with poppler's GLib library, as Evince does. It is called
without its Python binding, which cannot hand over the corners of marked words."""

import ctypes
import json
import os
import sys
from ctypes import POINTER, Structure, byref, c_char_p, c_double, c_int, c_uint, c_void_p


class Rectangle(Structure):
    _fields_ = [("numbers", c_double * 4)]


class Quadrilateral(Structure):
    _fields_ = [("corners", c_double * 8)]


class Array(Structure):
    _fields_ = [("data", c_void_p), ("length", c_uint)]


library = ctypes.CDLL("libpoppler-glib.so.8")


def function(name, gives, *takes):
    found = getattr(library, "poppler_" + name)
    found.restype, found.argtypes = gives, takes
    return found


open_file = function("document_new_from_file", c_void_p, c_char_p, c_char_p, c_void_p)
get_page = function("document_get_page", c_void_p, c_void_p, c_int)
save = function("document_save", c_int, c_void_p, c_char_p, c_void_p)
add = function("page_add_annot", None, c_void_p, c_void_p)
set_contents = function("annot_set_contents", None, c_void_p, c_char_p)
set_label = function("annot_markup_set_label", None, c_void_p, c_char_p)
plain = {"note": "text_new", "box": "square_new", "circle": "circle_new"}
marking = {"highlight": "highlight", "strike": "strikeout", "underline": "underline", "squiggly": "squiggly"}


def put(document, mark):
    left, bottom, right, top = mark["rectangles"][0]
    kind = mark["kind"]
    if kind in plain:
        area = Rectangle((left + 1, top - 20, left + 21, top) if kind == "note" else (left, bottom, right, top))
        return function("annot_" + plain[kind], c_void_p, c_void_p, POINTER(Rectangle))(document, byref(area))
    quads = [(l, t, r, t, l, b, r, b) for l, b, r, t in mark["rectangles"]]
    data = (Quadrilateral * len(quads))(*(Quadrilateral(quad) for quad in quads))
    array = Array(ctypes.cast(data, c_void_p), len(quads))
    new = function(f"annot_text_markup_new_{marking[kind]}", c_void_p, c_void_p, POINTER(Rectangle), POINTER(Array))
    return new(document, byref(Rectangle((left, bottom, right, top))), byref(array))


draft, plan, out = sys.argv[1:]
document = open_file(b"file://" + os.fsencode(os.path.abspath(draft)), None, None)
for mark in json.load(open(plan, encoding="utf-8")):
    annotation = put(document, mark)
    set_contents(annotation, mark["name"].encode())
    set_label(annotation, b"Reviewer")
    add(get_page(document, mark["page"]), annotation)
if not save(document, b"file://" + os.fsencode(os.path.abspath(out)), None):
    sys.exit("poppler cannot save the file")
