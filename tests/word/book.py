"""Whether a book's Word file holds the words of its PDF: `book.py PDF DOCX`. Each word has to stand there as often as in the PDF, but for what
runs along the pages, and for words that the ends of lines divide."""

import html
import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

TEXT = re.compile(r"[^\W\d_]+")


def words(text):
    return TEXT.findall(text.replace("\u00ad", "").lower())


pdf, docx = sys.argv[1:]
pages = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout.split("\f")
# A running head is the first line of its page, and stands on several.
heads = Counter(page.split("\n", 1)[0] for page in pages)
pages = [page.split("\n", 1)[-1] if heads[page.split("\n", 1)[0]] > 1 else page for page in pages]
meant = Counter(words("\n".join(pages)))
# The imprint of a PDF says how that file can be read; a Word file does not say it of itself.
for labels in sorted((Path(__file__).parents[2] / "report-templates/packages/labels/0.1.0").glob("*.toml")):
    said = re.search(r'^accessibility = "(.*)"$', labels.read_text(encoding="utf-8"), re.M)
    own = words(said.group(1)) if said else []
    if own and " ".join(own) in " ".join(words("\n".join(pages))):
        meant -= Counter(own)
with zipfile.ZipFile(docx) as package:
    text = " ".join(package.read(f"word/{part}.xml").decode() for part in ("document", "footnotes"))
text = re.sub(r"<w:instrText[^>]*>[^<]*</w:instrText>", "", text)
# Pictures that are drawings say their words in their alternative texts, and charts in their descriptions.
told = " ".join(re.findall(r'(?:descr|tblDescription w:val)="([^"]*)"', text))
text = re.sub(r"</w:p>|<w:(tab|br|footnoteReference)\b[^>]*>", " ", text)
found = Counter(words(html.unescape(re.sub(r"<[^>]*>", "", text) + " " + told)))
missing = meant - found
# A drawing may call something by its kind that a table calls by its name.
often = [word for word, count in missing.items() if count > max(4, meant[word] // 10)]
never = [word for word in missing if word not in found]
total, gone = sum(meant.values()), sum(missing.values())
print(f"{total} words of the PDF, {gone} fewer times in the Word file: {' '.join(sorted(missing))}")
sys.exit(bool(often) or len(never) > 2 or gone > max(20, total // 500))
