// Searching in the whole document.

import { get } from "./preview.js";
import { mark } from "./places.js";
import { documentName } from "./sheets.js";

const form = document.getElementById("search");
const words = document.getElementById("words");
const shown = document.getElementById("found");
let asked = "";
let found = [];
let at = -1;

/** Begins anew: the document is another. */
export function forget() {
  asked = "";
  found = [];
  at = -1;
  shown.textContent = "";
}

/** Goes to the next place, or the previous one. */
async function step(by) {
  const wanted = words.value.trim();
  if (!wanted) {
    forget();
    mark([]);
    return;
  }
  if (asked !== `${documentName()}\n${wanted}`) {
    found = await (await get("search", { document: documentName(), text: wanted })).json();
    asked = `${documentName()}\n${wanted}`;
    at = by > 0 ? -1 : 0;
  }
  if (found.length === 0) {
    shown.textContent = "not found";
    mark([]);
    return;
  }
  at = (at + by + found.length) % found.length;
  shown.textContent = `${at + 1} of ${found.length}`;
  mark(found[at]);
}

form.addEventListener("submit", event => { event.preventDefault(); step(1); });
document.getElementById("before").addEventListener("click", () => step(-1));
words.addEventListener("keydown", event => {
  if (event.key === "Enter" && event.shiftKey) { event.preventDefault(); step(-1); }
});
