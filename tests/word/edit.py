"""Edits a Word draft of the sound publication's panel `plain-words` as a reviewer would: words, also of a question, a moved
paragraph, a new one, a note, a comment. `edit.py FROM TO`."""

import re
import sys
import zipfile

source, target = sys.argv[1:]
with zipfile.ZipFile(source) as package:
    parts = {name: package.read(name) for name in package.namelist()}
text = parts["word/document.xml"].decode()


def behind(words, xml):
    """Puts XML behind the run that holds those words."""
    global text
    end = text.index("</w:r>", text.index(words)) + len("</w:r>")
    text = text[:end] + xml + text[end:]


def paragraph(words):
    found = [one for one in re.findall(r"<w:p>(?:(?!</w:p>).)*</w:p>", text, flags=re.S) if words in one]
    return found[0]


assert "wants to know what was decided" in text
text = text.replace("wants to know what was decided", "wants to learn at once what was decided", 1)

# A question, which stands in the panel's record.
assert "How much of a discussion" in text
text = text.replace("How much of a discussion", "How much of a debate", 1)

moved, last = paragraph("An answer came"), paragraph("The clerk spoke")
new = "<w:p><w:r><w:t>A new paragraph, with 5 *stars*.</w:t></w:r></w:p>"
text = text.replace(moved, "", 1).replace(last, last + new + moved, 1)

start = text.rindex("<w:r>", 0, text.index("Keep the vote beside it"))
text = text[:start] + '<w:commentRangeStart w:id="77"/>' + text[start:]
behind("Keep the vote beside it", '<w:commentRangeEnd w:id="77"/><w:r><w:commentReference w:id="77"/></w:r>')
comment = (
    '<w:comment w:id="77" w:author="Ana Sen" w:date="2018-03-02T10:00:00Z" w:initials="AS"><w:p><w:r><w:t>Which vote?</w:t></w:r>'
    "</w:p></w:comment></w:comments>"
)
parts["word/comments.xml"] = parts["word/comments.xml"].decode().replace("</w:comments>", comment).encode()

# LibreOffice counts notes by their places: the number has to follow that of the last.
behind(
    "Nobody reads the second page",
    '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="2"/></w:r>',
)
note = (
    '<w:footnote w:id="2"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:rPr><w:rStyle w:val="FootnoteReference"/>'
    '</w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r><w:r><w:t>So it was said.</w:t></w:r></w:p>'
    "</w:footnote></w:footnotes>"
)
parts["word/footnotes.xml"] = parts["word/footnotes.xml"].decode().replace("</w:footnotes>", note).encode()

parts["word/document.xml"] = text.encode()
with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
    for name, part in parts.items():
        package.writestr(name, part)
