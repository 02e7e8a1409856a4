// The pages: those in sight are drawn, and drawn again when they differ.

import { get } from "./preview.js";

const room = document.getElementById("sheets");
const nothing = document.getElementById("nothing");
const ruler = document.createElement("canvas").getContext("2d");
ruler.font = "100px sans-serif";

let name = "";
let pages = [];
let sheets = [];
const near = new Set();
let listeners = [];

const watcher = new IntersectionObserver(entries => {
  for (const entry of entries) {
    if (entry.isIntersecting) near.add(entry.target);
    else { near.delete(entry.target); clear(entry.target); }
  }
  refresh();
}, { root: room, rootMargin: "60% 0px" });

/** Calls a function whenever a page has got new words or another drawing. */
export function onDrawn(listener) { listeners.push(listener); }

/** The element of a page, counted from 0. */
export function sheet(number) { return sheets[number]; }

/** How many pages there are. */
export function count() { return pages.length; }

/** The name of the document. */
export function documentName() { return name; }

/** Goes over to another document. */
export function begin(next) {
  name = next;
  show([]);
}

/** Takes the pages as they are now: for each its key, width and height. */
export function show(next) {
  pages = next;
  while (sheets.length > pages.length) {
    const gone = sheets.pop();
    watcher.unobserve(gone);
    near.delete(gone);
    gone.remove();
  }
  pages.forEach(([, width, height], number) => {
    let element = sheets[number];
    if (!element) {
      element = document.createElement("section");
      element.className = "sheet";
      element.setAttribute("role", "group");
      element.setAttribute("aria-label", `Page ${number + 1}`);
      element.dataset.number = number;
      const drawing = document.createElement("div");
      drawing.className = "drawing";
      drawing.inert = true;
      drawing.setAttribute("aria-hidden", "true");
      const text = document.createElement("div");
      text.className = "text";
      element.append(drawing, text);
      sheets.push(element);
      room.append(element);
      watcher.observe(element);
    }
    element.style.setProperty("--w", width);
    element.style.setProperty("--h", height);
  });
  nothing.hidden = pages.length > 0;
  refresh();
}

/** Says why there is nothing. */
export function explain(why) { nothing.textContent = why; }

function refresh() {
  const inSight = [...near].sort((one, other) => distance(one) - distance(other));
  for (const element of inSight) draw(element);
  later();
}

function distance(element) {
  const middle = room.scrollTop + room.clientHeight / 2;
  return Math.abs(element.offsetTop + element.offsetHeight / 2 - middle);
}

async function draw(element) {
  const number = Number(element.dataset.number);
  const key = pages[number]?.[0];
  if (!key || element.dataset.key === key || element.asked === key) return;
  element.asked = key;
  const asked = name;
  try {
    const answer = await get("page", { document: name, page: number, has: element.dataset.drawn ?? "" });
    const body = await answer.text();
    if (asked !== name || sheets[number] !== element) return;
    const end = body.indexOf("\n");
    const head = JSON.parse(body.slice(0, end));
    if (end + 1 < body.length) element.firstChild.innerHTML = unfold(body.slice(end + 1));
    element.dataset.drawn = head.drawn;
    element.dataset.key = head.key;
    write(element, head.text, head.key);
    for (const listener of listeners) listener(number);
  } catch {
    // What is newer asks again.
  } finally {
    if (element.asked === key) element.asked = undefined;
  }
}

/**
 * Puts the outline of each letter where it is used. The drawing holds it once and refers to it, which is shorter, but browsers
 * make a tree of its own for each reference: a page of text takes three times as long.
 */
function unfold(drawing) {
  const outlines = new Map();
  for (const [, id, outline] of drawing.matchAll(/<symbol id="([^"]+)"[^>]*><path d="([^"]*)"\/><\/symbol>/g)) {
    outlines.set(id, outline);
  }
  return drawing.replace(/<use xlink:href="#([^"]+)" x="([^"]+)" y="([^"]+)"([^>]*)\/>/g, (use, id, x, y, look) => {
    const outline = outlines.get(id);
    return outline === undefined ? use : `<path transform="translate(${x} ${y})" d="${outline}"${look}/>`;
  });
}

/** Takes away the drawing of a page that is far away. Its words stay, for those who listen. */
function clear(element) {
  element.firstChild.replaceChildren();
  delete element.dataset.drawn;
  delete element.dataset.key;
}

/** Writes the words of a page over its drawing, where they stand. */
function write(element, blocks, key) {
  if (element.dataset.words === key) return;
  element.dataset.words = key;
  const text = element.lastChild.classList.contains("text") ? element.lastChild : element.querySelector(".text");
  const written = JSON.stringify(blocks);
  if (text.written === written) return;
  text.written = written;
  const focused = [...text.children].indexOf(document.activeElement);
  text.replaceChildren(...blocks.map(([kind, lines]) => {
    const block = document.createElement(typeof kind === "number" ? `h${Math.min(kind + 1, 6)}` : "p");
    block.tabIndex = -1;
    if (kind === "artifact") block.setAttribute("aria-hidden", "true");
    for (const [words, x, y, width, size] of lines) {
      const line = document.createElement("span");
      line.className = "line";
      line.textContent = words;
      const natural = ruler.measureText(words).width * size / 100;
      for (const [property, value] of [["--x", x], ["--y", y], ["--s", size], ["--k", natural > 0 ? width / natural : 1]]) {
        line.style.setProperty(property, value);
      }
      block.append(line, " ");
    }
    return block;
  }));
  if (focused >= 0) text.children[Math.min(focused, text.children.length - 1)]?.focus({ preventScroll: true });
}

let idle;

/** Fetches the words of pages that are not drawn, for those who listen, once nothing else is to be done. */
function later() {
  clearTimeout(idle);
  idle = setTimeout(fill, 1000);
}

async function fill() {
  const asked = name;
  for (let number = 0; number < pages.length; number += 1) {
    const element = sheets[number];
    const key = pages[number][0];
    if (element.dataset.words === key || near.has(element)) continue;
    try {
      const head = await (await get("page", { document: asked, page: number, part: "text" })).json();
      if (asked !== name || sheets[number] !== element) return;
      write(element, head.text, head.key);
    } catch {
      return;
    }
  }
}
