"""Whether a text (standard input) holds the words of a Word file's body in their order: `words.py FILE < TEXT`."""

import re
import sys
import zipfile


def words(text):
    # A page may stand right behind a title that fills its line.
    return re.findall(r"[^\W\d_]+|\d+", text.replace("\u00ad", ""))


with zipfile.ZipFile(sys.argv[1]) as package:
    body = package.read("word/document.xml").decode()
# Who opens the file counts its pages anew.
body = re.sub(r"PAGEREF (?:(?!<w:t[ >]).)*<w:t(?: [^>]*)?>[^<]*</w:t>", "", body)
body = re.sub(r"<w:instrText[^>]*>[^<]*</w:instrText>|<w:delText[^>]*>[^<]*</w:delText>", "", body)
body = re.sub(r"</w:p>|<w:(tab|br|footnoteReference)\b[^>]*>", " ", body)
body = re.sub(r"<[^>]*>", "", body)
meant = words(body.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&"))
shown = iter(words(sys.stdin.read()))
# Heads, feet, line numbers and marks of notes stand between the words.
missing = [word for word in meant if word not in shown]
if missing:
    sys.exit(f"missing from `{missing[0]}` on: {len(missing)} of {len(meant)} words")
print(f"{len(meant)} words in their order")
