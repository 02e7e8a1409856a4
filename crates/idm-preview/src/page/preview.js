// The page: what the program tells it, and what the person who looks does.

import * as contents from "./contents.js";
import * as places from "./places.js";
import * as problems from "./problems.js";
import * as search from "./search.js";
import * as sheets from "./sheets.js";

const element = id => document.getElementById(id);
const room = element("sheets");
const root = document.documentElement;

/** Asks the program. */
export function get(path, values) {
  return fetch(`${path}?${new URLSearchParams(values).toString().replaceAll("+", "%20")}`);
}

/** Has the program do something. */
export function post(path, value) {
  return fetch(path, { method: "POST", body: JSON.stringify(value) });
}

/** Says something, also to those who listen. */
export function say(words) { element("status").textContent = words; }

// What is remembered while the tab is open.
const memory = {
  read: key => sessionStorage.getItem(key),
  write: (key, value) => sessionStorage.setItem(key, String(value)),
  forget: key => sessionStorage.removeItem(key),
};

let zoom = 0;
/** Whether pages are as wide as there is room. */
let fits = memory.read("zoom") === null;
let events;
let wanted;
let restored = false;

function setZoom(next) {
  const before = zoom || 1;
  const middle = room.scrollTop + room.clientHeight / 2;
  zoom = Math.min(8, Math.max(0.2, next));
  root.style.setProperty("--zoom", zoom);
  element("zoom").textContent = `${Math.round(zoom * 75)} %`;
  room.scrollTop = middle * zoom / before - room.clientHeight / 2;
}

function choose(next) {
  fits = false;
  setZoom(next);
  memory.write("zoom", zoom);
}

function fit() {
  const width = Number(sheets.sheet(current())?.style.getPropertyValue("--w") ?? 0);
  if (width) setZoom((room.clientWidth - 34) / width);
}

function chooseFit() {
  fits = true;
  memory.forget("zoom");
  fit();
}

/** The page in sight, from 0. */
function current() {
  const middle = room.scrollTop + room.clientHeight / 3;
  let number = 0;
  while (number + 1 < sheets.count() && sheets.sheet(number + 1).offsetTop - room.offsetTop <= middle) number += 1;
  return number;
}

function goTo(number) {
  const sheet = sheets.sheet(Math.min(Math.max(number, 0), sheets.count() - 1));
  if (sheet) room.scrollTop = sheet.offsetTop - room.offsetTop - 8;
}

function tellPage() {
  if (document.activeElement !== element("page")) element("page").value = sheets.count() ? current() + 1 : "";
  element("count").textContent = sheets.count() ? `of ${sheets.count()}` : "";
}

function toggle(id) {
  const pane = element(id);
  pane.hidden = !pane.hidden;
  element(`${id}-button`).setAttribute("aria-expanded", String(!pane.hidden));
  memory.write(id, pane.hidden);
}

function setSurround(dark) {
  root.classList.toggle("dark", dark);
  element("surround").setAttribute("aria-pressed", String(dark));
}

const STATUS = {
  working: "Drawing …",
  current: "As saved",
  held: "The files have errors: these are the last good pages",
  gone: "The folder is gone",
  ended: "The preview has ended",
};

const received = {
  documents(list) {
    const select = element("document");
    const chosen = sheets.documentName();
    select.replaceChildren(...list.map(({ name, title }) => new Option(title, name, false, name === chosen)));
    if (!list.some(({ name }) => name === chosen)) look(list.some(({ name }) => name === wanted) ? wanted : list[0]?.name ?? "");
  },
  languages({ all, shown }) {
    const link = ([code, name]) => {
      const link = document.createElement("a");
      Object.assign(link, { href: `${home}${code}/`, lang: code, hreflang: code, textContent: name });
      if (code === shown) link.setAttribute("aria-current", "true");
      return link;
    };
    const focused = element("languages").contains(document.activeElement) && document.activeElement.lang;
    element("languages").replaceChildren(...all.map(link));
    element("languages").hidden = all.length < 2;
    if (focused) element("languages").querySelector(`[lang=${focused}]`)?.focus();
  },
  pages({ document: name, pages, outline }) {
    if (name !== sheets.documentName()) return;
    const top = room.scrollTop;
    sheets.show(pages);
    contents.show(outline);
    if (!zoom) fit();
    if (!restored) {
      restored = true;
      room.scrollTop = Number(memory.read(`scroll ${name}`) ?? 0);
    } else if (room.scrollTop !== top) {
      room.scrollTop = top;
    }
    tellPage();
  },
  problems: list => problems.show(list),
  status(name) {
    room.classList.toggle("held", name === "held");
    room.setAttribute("aria-busy", String(name === "working"));
    room.dataset.status = name;
    say(STATUS[name]);
    sheets.explain(name === "held" ? "The pages appear here once the errors are mended." : STATUS[name]);
    if (name === "ended") events.close();
  },
  place({ number, file, line, documents }) {
    // It is told again to each page that begins to listen.
    // Each edition counts for itself.
    const told = `told ${location.pathname}`;
    if (Number(memory.read(told) ?? 0) >= number) return;
    memory.write(told, number);
    const here = documents.find(({ document: name }) => name === sheets.documentName());
    places.tell({ file, line });
    if (here) places.mark(here.areas);
    else if (documents.length > 0) {
      const next = documents[0].document;
      look(next);
      pending = { file, line };
    }
  },
};

let home;
let pending;
sheets.onDrawn(() => {
  if (!pending) return;
  const { file, line } = pending;
  pending = undefined;
  places.showLine(file, line);
});

/** Looks at a document. */
function look(name) {
  events?.close();
  search.forget();
  restored = false;
  sheets.begin(name);
  element("document").value = name;
  if (name) memory.write("document", name);
  events = new EventSource(`events?document=${encodeURIComponent(name)}`);
  for (const [kind, receive] of Object.entries(received)) {
    events.addEventListener(kind, event => receive(JSON.parse(event.data)));
  }
  events.addEventListener("error", () => say("The preview does not answer"));
}

let scrolling;
room.addEventListener("scroll", () => {
  cancelAnimationFrame(scrolling);
  scrolling = requestAnimationFrame(() => {
    tellPage();
    if (restored) memory.write(`scroll ${sheets.documentName()}`, room.scrollTop);
  });
}, { passive: true });

element("document").addEventListener("change", event => look(event.target.value));
element("page").addEventListener("change", event => goTo(Number.parseInt(event.target.value, 10) - 1 || 0));
element("larger").addEventListener("click", () => choose(zoom * 1.15));
element("smaller").addEventListener("click", () => choose(zoom / 1.15));
element("fit").addEventListener("click", chooseFit);
element("surround").addEventListener("click", () => {
  setSurround(!root.classList.contains("dark"));
  memory.write("dark", root.classList.contains("dark"));
});
for (const id of ["contents", "problems"]) element(`${id}-button`).addEventListener("click", () => toggle(id));
element("keys-button").addEventListener("click", () => element("keys").showModal());

const keys = {
  j: () => places.step(1),
  k: () => places.step(-1),
  Enter: () => places.askPassage(),
  o: () => places.openPlace(),
  c: () => places.copyPlace(),
  n: () => goTo(current() + 1),
  p: () => goTo(current() - 1),
  g: () => { element("page").focus(); element("page").select(); },
  "/": () => { element("words").focus(); element("words").select(); },
  "+": () => choose(zoom * 1.15),
  "=": () => choose(zoom * 1.15),
  "-": () => choose(zoom / 1.15),
  0: chooseFit,
  t: () => { toggle("contents"); if (!element("contents").hidden) element("tree").querySelector("[tabindex='0']")?.focus(); },
  e: () => toggle("problems"),
  d: () => element("surround").click(),
  "?": () => element("keys").showModal(),
};

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, dialog")) return;
  if (event.key === "Enter" && event.target.closest("button, a")) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
document.addEventListener("keydown", event => {
  if (event.key === "Escape" && event.target.closest("header")) room.focus();
});

new ResizeObserver(() => { if (fits && zoom) fit(); }).observe(room);

if (memory.read("contents") === "false") toggle("contents");
if (memory.read("problems") === "true") toggle("problems");
setSurround(memory.read("dark") === null ? matchMedia("(prefers-color-scheme: dark)").matches : memory.read("dark") === "true");
if (!fits) setZoom(Number(memory.read("zoom")));
const { first, editor, home: path } = await (await get("start", {})).json();
home = path;
places.setEditor(editor);
wanted = memory.read("document") ?? first;
look(wanted);
