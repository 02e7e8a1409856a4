// How long it takes from a save to changed pixels, and what that costs in memory:
// `node measure.mjs [EDITS [PROJECT PANEL SUMMARY]]`, of the sample if no other project is named.
// The medians of so many edits of one word, in a panel's draft and in the book; and the memory that the program holds
// after all edits, over that after the first ten.

import fs from "node:fs";
import { Publication, closeBrowser, status, words } from "./preview.mjs";

const [
  edits = "30",
  project = "inputs/idm-2017",
  panel = "ny-3",
  summary = "workshops/new-york/panel-3/summary.md",
] = process.argv.slice(2);

/** The memory that a process holds, in MiB. */
function held(process) {
  return Number(fs.readFileSync(`/proc/${process.pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]) / 1024;
}

async function measure(name, ...options) {
  const publication = await Publication.start(project, ...options);
  const page = await publication.open();
  await status(page, "current");
  const text = publication.read(summary);
  const at = text.indexOf(" ", text.search(/\n\n[A-Z][^\n]{60}/) + 20);
  const line = text.slice(0, at).split("\n").length;
  publication.run("preview", "--at", `${publication.file(summary)}:${line}`);
  await page.waitForSelector(".mark");
  await page.waitForTimeout(2500);
  await page.evaluate(() => {
    new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(() => { globalThis.painted = Date.now(); })))
      .observe(document.getElementById("sheets"), { subtree: true, childList: true });
  });
  const times = [];
  let early = 0;
  for (let number = 0; number < Number(edits); number += 1) {
    const word = `word${number}`;
    await page.evaluate(() => { globalThis.painted = 0; });
    const start = Date.now();
    publication.save(summary, `${text.slice(0, at)} ${word}${text.slice(at)}`);
    await words(page, word);
    await page.waitForFunction(() => globalThis.painted > 0);
    times.push(await page.evaluate(() => globalThis.painted) - start);
    if (number === 9) early = held(publication.child);
    await page.waitForTimeout(300);
  }
  times.sort((one, other) => one - other);
  const memory = early ? `, memory ${(held(publication.child) / early).toFixed(2)} times that after ten` : "";
  console.log(`${name}: median ${times[Math.floor(times.length / 2)]} ms, least ${times[0]} ms of ${edits} edits${memory}`);
  await publication.end();
}

await measure("draft of a panel", panel);
await measure("book", "--book");
await closeBrowser();
