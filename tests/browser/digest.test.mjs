// The morning digest in a browser, as wide as a telephone and wider.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import axe from "axe-core";
import { closeBrowser, theBrowser } from "./preview.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const program = process.env.IDM_PROGRAM ?? path.join(root, "target/release/idm");
const languages = ["en", "fr", "es"];
let room;

/** Two nights of the sample in each language, with a change and a mistake between them, so that every part has something to tell. */
before(() => {
  room = fs.mkdtempSync(path.join(os.tmpdir(), "idm-digest-"));
  const inputs = path.join(room, "inputs");
  fs.cpSync(path.join(root, "inputs/idm-2017"), inputs, { recursive: true });
  const night = language => spawnSync(program, ["nightly", "--project", inputs, "--out", path.join(room, language), "--language", language]);
  languages.forEach(night);
  const summary = path.join(inputs, "workshops/new-york/panel-3/summary.md");
  fs.appendFileSync(summary, "\n\nA paragraph of its own, which nobody has translated, and [one that leads nowhere](nowhere.md).\n");
  languages.forEach(night);
});

after(async () => {
  await closeBrowser();
  fs.rmSync(room, { recursive: true, force: true });
});

for (const language of languages) {
  test(`no head is broken at any width, and the page moves in one direction only: ${language}`, async () => {
    const browser = await theBrowser();
    for (const width of [280, 320, 400, 600, 800, 1280]) {
      const page = await browser.newPage({ viewport: { width, height: 800 } });
      await page.goto(pathToFileURL(path.join(room, language, "digest.html")).href);
      const found = await page.evaluate(() => {
        const broken = [];
        let words = 0;
        for (const head of document.querySelectorAll("h1, h2, h3, th")) {
          const walker = document.createTreeWalker(head, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            for (const match of node.data.matchAll(/[^\s\u2010-\u2015/-]+/g)) {
              const range = document.createRange();
              range.setStart(node, match.index);
              range.setEnd(node, match.index + match[0].length);
              words += 1;
              if (new Set([...range.getClientRects()].map(area => Math.round(area.top))).size > 1) broken.push(match[0]);
            }
          }
        }
        return { broken, words, wide: document.documentElement.scrollWidth };
      });
      assert.ok(found.words > 50, `${found.words} words in heads`);
      assert.deepEqual(found.broken, [], `at ${width}`);
      assert.ok(found.wide <= width, `${found.wide} at ${width}`);
      await page.close();
    }
  });

  test(`the digest keeps nobody out: ${language}`, async () => {
    const page = await (await theBrowser()).newPage({ viewport: { width: 320, height: 800 } });
    await page.goto(pathToFileURL(path.join(room, language, "digest.html")).href);
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => window.axe.run());
    assert.deepEqual(violations.map(violation => `${violation.id}: ${violation.nodes[0].html}`), []);
    // Each link leads to a file that is there.
    const links = await page.evaluate(() => [...document.querySelectorAll("a")].map(link => link.href));
    const folder = path.join(room, language);
    const made = fs.readdirSync(folder, { recursive: true }).filter(name => name.endsWith(".pdf")).sort();
    // The book and seven panels; in another language the two panels that have a translation.
    assert.equal(made.length, language === "en" ? 8 : 3);
    const linked = links.map(link => path.relative(folder, fileURLToPath(link)));
    assert.deepEqual(made.filter(name => !linked.includes(name)), [], "documents without a link");
    for (const link of links) assert.ok(fs.existsSync(fileURLToPath(link)), link);
    await page.close();
  });
}
