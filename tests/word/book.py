"""Whether a book's Word file holds the words of its PDF: `book.py PDF DOCX`. Each word has to stand there as often as in the PDF, but for what
runs along the pages, and for words that the ends of lines divide."""

import html
import re
import subprocess
import sys
import zipfile
from collections import Counter

TEXT = re.compile(r"[^\W\d_]+")


def words(text):
    return TEXT.findall(text.replace("\u00ad", "").lower())


pdf, docx = sys.argv[1:]
pages = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout.split("\f")
# A running head is the first line of its page, and stands on several.
heads = Counter(page.split("\n", 1)[0] for page in pages)
pages = [page.split("\n", 1)[-1] if heads[page.split("\n", 1)[0]] > 1 else page for page in pages]
meant = Counter(words("\n".join(pages)))
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
# The imprint of a PDF says what holds of that file alone: its tags, and the order in which it is read out.
never = [word for word in missing if word not in found]
total, gone = sum(meant.values()), sum(missing.values())
print(f"{total} words of the PDF, {gone} fewer times in the Word file: {' '.join(sorted(missing))}")
sys.exit(bool(often) or len(never) > 4 or gone > max(20, total // 500))
