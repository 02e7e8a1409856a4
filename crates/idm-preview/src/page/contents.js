// The headings as a tree: arrows move, open and close; Enter goes there.

import { sheet } from "./sheets.js";

const tree = document.getElementById("tree");
let written = "";

/** Shows headings: title, level, page and height on the page each. */
export function show(outline) {
  const next = JSON.stringify(outline);
  if (next === written) return;
  written = next;
  const closed = new Set([...tree.querySelectorAll("[aria-expanded=false]")].map(item => item.dataset.path));
  const focused = tree.contains(document.activeElement) && document.activeElement.dataset.path;
  const lists = [tree];
  const levels = [0];
  const items = [];
  tree.replaceChildren();
  for (const [title, level, page, top] of outline) {
    while (levels.length > 1 && levels.at(-1) >= level) { levels.pop(); lists.pop(); }
    let list = lists.at(-1);
    if (!list) {
      list = document.createElement("ul");
      list.setAttribute("role", "group");
      const parent = items.at(-1);
      parent.append(list);
      parent.setAttribute("aria-expanded", "true");
      lists[lists.length - 1] = list;
    }
    const item = document.createElement("li");
    item.setAttribute("role", "treeitem");
    item.tabIndex = -1;
    item.dataset.path = `${list.parentElement.dataset?.path ?? ""}/${title}`;
    item.goTo = () => go(page, top);
    const label = document.createElement("span");
    label.textContent = title;
    item.append(label);
    list.append(item);
    items.push(item);
    levels.push(level);
    lists.push(undefined);
  }
  for (const item of items) if (closed.has(item.dataset.path)) item.setAttribute("aria-expanded", "false");
  const first = items.find(item => item.dataset.path === focused) ?? items[0];
  if (first) first.tabIndex = 0;
  if (focused && first) first.focus();
}

function go(page, top) {
  const element = sheet(page);
  if (!element) return;
  const room = element.parentElement;
  const scale = element.offsetHeight / Number(element.style.getPropertyValue("--h"));
  room.scrollTop = element.offsetTop - room.offsetTop + top * scale - 24;
}

function visible() {
  return [...tree.querySelectorAll("[role=treeitem]")].filter(item => !item.parentElement.closest("[aria-expanded=false]"));
}

function focus(item) {
  if (!item) return;
  for (const other of tree.querySelectorAll("[tabindex='0']")) other.tabIndex = -1;
  item.tabIndex = 0;
  item.focus();
}

tree.addEventListener("click", event => {
  const item = event.target.closest("[role=treeitem]");
  if (!item) return;
  // The sign before the words opens and closes.
  if (item.hasAttribute("aria-expanded") && event.offsetX < 16) toggle(item);
  else item.goTo();
  focus(item);
});

function toggle(item, open = item.getAttribute("aria-expanded") === "false") {
  if (item.hasAttribute("aria-expanded")) item.setAttribute("aria-expanded", String(open));
}

tree.addEventListener("keydown", event => {
  const item = document.activeElement.closest("[role=treeitem]");
  if (!item) return;
  const items = visible();
  const at = items.indexOf(item);
  const expanded = item.getAttribute("aria-expanded");
  const moves = {
    ArrowDown: () => focus(items[at + 1]),
    ArrowUp: () => focus(items[at - 1]),
    Home: () => focus(items[0]),
    End: () => focus(items.at(-1)),
    ArrowRight: () => (expanded === "false" ? toggle(item, true) : expanded && focus(items[at + 1])),
    ArrowLeft: () => (expanded === "true" ? toggle(item, false) : focus(item.parentElement.closest("[role=treeitem]"))),
    Enter: () => item.goTo(),
    " ": () => item.goTo(),
  };
  if (!moves[event.key]) return;
  event.preventDefault();
  event.stopPropagation();
  moves[event.key]();
});
