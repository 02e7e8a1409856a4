// with_pdf_lib.mjs DRAFT PLAN OUT: puts the marks of a plan on a draft with pdf-lib.
import { readFileSync, writeFileSync } from "node:fs";
import { PDFDocument, PDFHexString, PDFName, PDFString } from "pdf-lib";

const [draft, plan, out] = process.argv.slice(2);
const pdf = await PDFDocument.load(readFileSync(draft), { updateMetadata: false });
const kinds = { highlight: "Highlight", strike: "StrikeOut", underline: "Underline", squiggly: "Squiggly", note: "Text", caret: "Caret" };
for (const mark of JSON.parse(readFileSync(plan, "utf8"))) {
  const quads = mark.rectangles.flatMap(([l, b, r, t]) => [l, t, r, t, l, b, r, b]);
  const [left, bottom, right, top] = mark.rectangles[0];
  const [, below, end] = mark.rectangles.at(-1);
  const places = { note: [left, top - 18, left + 18, top], caret: [end - 2, below - 2, end + 4, below + 6] };
  const put = pdf.context.obj({
    Type: "Annot",
    Subtype: kinds[mark.kind],
    Rect: places[mark.kind] ?? [left, bottom, right, top],
    Contents: PDFHexString.fromText(mark.name),
    T: PDFString.of("Reviewer"),
    ...(mark.kind in places ? {} : { QuadPoints: quads }),
  });
  pdf.getPage(mark.page).node.addAnnot(pdf.context.register(put));
}
writeFileSync(out, await pdf.save());
