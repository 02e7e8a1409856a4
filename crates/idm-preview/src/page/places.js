// From words to files and back.

import { get, post, say } from "./preview.js";
import { documentName, sheet } from "./sheets.js";

const room = document.getElementById("sheets");
const line = document.getElementById("place");
const copy = document.getElementById("copy");
const open = document.getElementById("open");
let place;
let hasEditor = false;

/** Says whether places can be opened in an editor. */
export function setEditor(has) { hasEditor = has; }

/** Says where something stands in the files. */
export function tell(found) {
  place = found;
  line.textContent = found ? written(found) : "Nothing here comes from a file.";
  copy.hidden = !found;
  open.hidden = !found || !hasEditor;
}

function written({ file, line, column }) {
  return [file, line, column].filter(part => part).join(":");
}

/** Asks where a point of a page came from. */
export async function ask(number, x, y) {
  const answer = await get("place", { document: documentName(), page: number, x, y });
  tell(await answer.json());
}

/** Copies the place. */
export async function copyPlace() {
  if (!place) return;
  await navigator.clipboard.writeText(written(place));
  say(`Copied ${written(place)}`);
}

/** Opens the place in the editor. */
export async function openPlace() {
  if (!place || !hasEditor) return;
  const answer = await post("open", { file: place.file, line: place.line ?? 1, column: place.column ?? 1 });
  say(answer.ok ? `Opened ${written(place)}` : await answer.text());
}

/** Marks rectangles, and scrolls to the first: page, left, top, right, bottom each. */
export function mark(areas, { scroll = true } = {}) {
  for (const old of room.querySelectorAll(".mark")) old.remove();
  areas.forEach(([number, left, top, right, bottom], at) => {
    const element = sheet(number);
    if (!element) return;
    const box = document.createElement("div");
    box.className = "mark";
    for (const [property, value] of [["--x", left - 1], ["--y", top - 1], ["--w", right - left + 2], ["--h", bottom - top + 2]]) {
      box.style.setProperty(property, value);
    }
    element.insertBefore(box, element.lastChild);
    if (scroll && at === 0) box.scrollIntoView({ block: "center", inline: "nearest" });
  });
}

/** Shows where a line of a file is printed. */
export async function showLine(file, number) {
  const answer = await get("areas", { document: documentName(), file, line: number });
  if (answer.ok) mark(await answer.json());
}

/** Asks where the words under a point of the window came from. */
function askAt(event) {
  const element = event.target.closest(".sheet");
  if (!element || !getSelection().isCollapsed && event.detail < 2) return undefined;
  const box = element.getBoundingClientRect();
  const scale = Number(element.style.getPropertyValue("--w")) / box.width;
  return ask(Number(element.dataset.number), (event.clientX - box.left) * scale, (event.clientY - box.top) * scale);
}

room.addEventListener("click", event => { askAt(event); });
room.addEventListener("dblclick", async event => {
  if (!hasEditor) return;
  await askAt(event);
  await openPlace();
});
copy.addEventListener("click", copyPlace);
open.addEventListener("click", openPlace);

/** Goes to the next passage, or the previous one. */
export function step(by) {
  const passages = [...room.querySelectorAll(".text > :not([aria-hidden])")];
  let at = passages.indexOf(document.activeElement);
  if (at < 0) {
    const top = room.getBoundingClientRect().top;
    at = passages.findIndex(passage => passage.firstChild.getBoundingClientRect().bottom > top);
    at = by > 0 ? at : at - 1;
  } else {
    at += by;
  }
  const next = passages[at];
  if (!next) return;
  next.focus({ preventScroll: true });
  next.firstChild.scrollIntoView({ block: "nearest" });
}

room.addEventListener("focusin", event => {
  room.querySelector(".current")?.classList.remove("current");
  if (event.target.parentElement?.classList.contains("text")) event.target.classList.add("current");
});
room.addEventListener("focusout", () => room.querySelector(".current")?.classList.remove("current"));

/** Asks where the passage that has the focus came from. */
export async function askPassage() {
  const passage = document.activeElement;
  const first = passage?.parentElement?.classList.contains("text") && passage.firstChild;
  if (!first) return;
  const value = property => Number(first.style.getPropertyValue(property));
  await ask(Number(passage.closest(".sheet").dataset.number), value("--x") + 2, value("--y") + value("--s") / 2);
}
