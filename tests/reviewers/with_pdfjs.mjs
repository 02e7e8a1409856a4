// with_pdfjs.mjs DRAFT PLAN OUT: puts the marks of a plan on a draft with PDF.js, as the editor of Firefox saves them.
// Its highlights say nothing; they are known by their author.
import { readFileSync, writeFileSync } from "node:fs";

// What only drawing needs, and a program without a window has not.
globalThis.DOMMatrix ??= class {};
globalThis.Path2D ??= class {};
console.warn = () => {};
const { AnnotationEditorType, getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");

const [draft, plan, out] = process.argv.slice(2);
const pdf = await getDocument({ data: new Uint8Array(readFileSync(draft)), verbosity: 0 }).promise;
JSON.parse(readFileSync(plan, "utf8")).forEach((mark, number) => {
  const quadPoints = mark.rectangles.flatMap(([l, b, r, t]) => [l, t, r, t, l, b, r, b]);
  const outlines = mark.rectangles.map(([l, b, r, t]) => [l, b, r, b, r, t, l, t]);
  const x = quadPoints.filter((_, at) => at % 2 === 0);
  const y = quadPoints.filter((_, at) => at % 2 === 1);
  const [left, bottom, right, top] = mark.rectangles[0];
  const all = { pageIndex: mark.page, rotation: 0, structTreeParentId: null, user: mark.name, color: [255, 255, 152] };
  const highlight = {
    annotationType: AnnotationEditorType.HIGHLIGHT,
    opacity: 1,
    thickness: 12,
    quadPoints,
    outlines,
    rect: [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)],
  };
  const box = {
    annotationType: AnnotationEditorType.FREETEXT,
    fontSize: 8,
    value: "words",
    rect: [left + 1, bottom - 20, right + 60, top],
  };
  const points = [left, bottom, right, top];
  const ink = {
    annotationType: AnnotationEditorType.INK,
    opacity: 1,
    thickness: 1,
    paths: { lines: [[NaN, NaN, NaN, NaN, left, bottom, NaN, NaN, NaN, NaN, right, bottom]], points: [points] },
    rect: [left, bottom, right, top],
  };
  const kind = { highlight, box, ink }[mark.kind];
  pdf.annotationStorage.setValue(`pdfjs_internal_editor_${number}`, { ...all, ...kind });
});
writeFileSync(out, await pdf.saveDocument());
process.exit(0);
