import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { Publication, clickOn, closeBrowser, status, words } from "./preview.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const SUMMARY = "workshops/spring/panel-1/summary.md";
const CHAPTER = "chapters/introduction.md";

/** The line of a file on which some words stand. */
function lineOf(publication, file, words) {
  return publication.read(file).split("\n").findIndex(line => line.includes(words)) + 1;
}

/** What axe finds on the page as it is. */
async function found(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(fs.readFileSync(axe, "utf8"));
  const results = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

after(closeBrowser);

describe("a preview", () => {
  let publication;
  let page;
  before(async () => {
    publication = await Publication.start("tests/base");
    page = await publication.open();
    await status(page, "current");
  });
  after(async () => {
    assert.deepEqual(page.wrong, []);
    await publication.end();
  });

  test("shows the book, and asks for nothing from elsewhere", async () => {
    await page.waitForSelector(".sheet svg");
    const origin = new URL(publication.address).origin;
    assert.ok(page.asked.length > 5);
    assert.deepEqual(page.asked.filter(url => !url.startsWith(`${origin}/`) && !url.startsWith("data:")), []);
    const offered = await page.$$eval("#document option", options => options.map(option => option.textContent));
    assert.deepEqual(offered, ["The book", "Draft of panel plain-words", "Draft of panel open-archive"]);
  });

  test("shows a change, sends only what differs, and leaves everything where it is", async () => {
    await page.keyboard.press("+");
    await clickOn(page, "Introduction");
    await words(page, "was put together after");
    await page.locator(".text .line", { hasText: "was put together after" }).first().scrollIntoViewIfNeeded();
    const state = () => page.evaluate(() => [
      document.getElementById("sheets").scrollTop, document.getElementById("zoom").textContent, document.getElementById("page").value,
    ]);
    // What is scrolled to is drawn, and the number of the page follows.
    await page.waitForTimeout(1500);
    const before = await state();
    const drawn = [];
    page.on("response", async response => {
      if (response.url().includes("/page?") && !response.url().includes("part=text")) {
        const body = await response.text();
        if (body.includes("<svg")) drawn.push(new URL(response.url()).searchParams.get("page"));
      }
    });
    publication.edit(CHAPTER, "was put together after", "was assembled after");
    await words(page, "was assembled after");
    await status(page, "current");
    assert.deepEqual(await state(), before);
    await page.waitForTimeout(300);
    assert.equal(new Set(drawn).size, 1, `drawn: ${drawn}`);
  });

  test("leads from a word to its line and column", async () => {
    await clickOn(page, "assembled");
    const line = lineOf(publication, CHAPTER, "assembled");
    const column = publication.read(CHAPTER).split("\n")[line - 1].indexOf("assembled") + 1;
    await page.waitForFunction(wanted => document.getElementById("place").textContent === wanted, `${CHAPTER}:${line}:${column}`);
  });

  test("shows problems with their lines, keeps the pages, and recovers", async () => {
    const sheets = await page.locator(".sheet").count();
    publication.edit(CHAPTER, "[@programme]", "[@programm]");
    await status(page, "held");
    const line = lineOf(publication, CHAPTER, "[@programm]");
    await page.locator("#problem-list button", { hasText: `${CHAPTER}:${line}:` }).waitFor();
    assert.equal(await page.locator(".sheet").count(), sheets);
    await words(page, "was assembled after");
    assert.match(await page.locator("#status").textContent(), /last good pages/);
    assert.deepEqual(await found(page), []);
    publication.edit(CHAPTER, "[@programm]", "[@programme]");
    await status(page, "current");
    assert.equal(await page.locator("#problem-list li").count(), 0);
  });

  test("shows a place that an editor names", async () => {
    const line = lineOf(publication, CHAPTER, "Recommendations are numbered");
    const { status: code, stderr } = publication.run("preview", "--at", `${publication.file(CHAPTER)}:${line}`);
    assert.equal(code, 0, stderr);
    await page.waitForSelector(".mark");
    const marked = await page.evaluate(() => {
      const box = document.querySelector(".mark").getBoundingClientRect();
      const lines = [...document.querySelectorAll(".text .line")];
      return lines.find(line => {
        const { top, bottom, left, right } = line.getBoundingClientRect();
        return top < box.bottom && bottom > box.top && left < box.right && right > box.left;
      }).textContent;
    });
    assert.match(marked, /Recommendations are numbered/);
    // A place in another document leads to that one.
    await page.selectOption("#document", "draft:open-archive");
    await status(page, "current");
    await words(page, "Review copy");
    publication.run("preview", "--at", `${publication.file(SUMMARY)}:${lineOf(publication, SUMMARY, "What was asked")}`);
    await page.waitForFunction(() => document.getElementById("document").value === "draft:plain-words");
    await page.waitForSelector(".mark");
    const wrong = publication.run("preview", "--at", "/etc/passwd:1", "--project", publication.folder);
    assert.equal(wrong.status, 2);
    await page.selectOption("#document", "publication");
    await words(page, "was assembled after");
  });

  test("can be used with the keyboard alone", async () => {
    const texts = () => page.evaluate(() => document.activeElement.textContent);
    await page.locator("#sheets").focus();
    await page.keyboard.press("j");
    const first = await texts();
    await page.keyboard.press("j");
    assert.notEqual(await texts(), first);
    await page.keyboard.press("k");
    assert.equal(await texts(), first);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => /^[\w/.-]+:\d+:\d+$/.test(document.getElementById("place").textContent));
    await page.keyboard.press("g");
    await page.keyboard.type("2");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.getElementById("page").value === "2");
    await page.keyboard.press("n");
    await page.waitForFunction(() => document.getElementById("page").value === "3");
    await page.keyboard.press("/");
    await page.keyboard.type("WHOEVER OPENS the minutes wants");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.getElementById("found").textContent === "1 of 1");
    await page.waitForSelector(".mark");
    await page.keyboard.press("Escape");
    await page.keyboard.press("t");
    const entry = await texts();
    await page.keyboard.press("ArrowDown");
    assert.notEqual(await texts(), entry);
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => Number(document.getElementById("page").value) > 3);
    await page.keyboard.press("t");
    await page.keyboard.press("?");
    assert.equal(await page.locator("#keys").getAttribute("open"), "");
    assert.deepEqual(await found(page), []);
    await page.keyboard.press("Escape");
  });

  test("has nothing that keeps anybody out", async () => {
    await page.locator("#contents-button").click();
    assert.deepEqual(await found(page), []);
    await page.locator("#surround").click();
    assert.deepEqual(await found(page), []);
    await page.locator("#surround").click();
    await page.locator("#contents-button").click();
    // The words are there to be heard, on every page, with their headings.
    const heard = await page.evaluate(async () => {
      await new Promise(done => setTimeout(done, 3000));
      const sheets = [...document.querySelectorAll(".sheet")];
      const speak = sheets.filter(sheet => sheet.querySelector(".text").textContent).length;
      return { pages: sheets.length, speak, headings: document.querySelectorAll(".text h2").length };
    });
    // Covers and the pages before a right-hand opening may be without.
    assert.ok(heard.speak >= heard.pages - 3, `${heard.speak} of ${heard.pages} pages have words`);
    assert.ok(heard.headings > 2);
  });

  test("remembers where it was when it is loaded again", async () => {
    const top = () => page.evaluate(() => Math.round(document.getElementById("sheets").scrollTop));
    await page.locator("#sheets").focus();
    await page.keyboard.press("n");
    await page.waitForTimeout(200);
    const before = await top();
    await page.reload();
    await status(page, "current");
    await page.waitForFunction(before => Math.abs(document.getElementById("sheets").scrollTop - before) < 3, before);
  });

  test("survives files and folders that go away and come again", async () => {
    const text = publication.read(CHAPTER);
    fs.rmSync(publication.file(CHAPTER));
    await status(page, "held");
    publication.save(CHAPTER, text);
    await status(page, "current");
    fs.writeFileSync(publication.file(CHAPTER), Buffer.from([0xff, 0xfe, 0x00, 0x80]));
    await status(page, "held");
    publication.save(CHAPTER, text);
    await status(page, "current");
    fs.renameSync(publication.folder, `${publication.folder}-away`);
    await status(page, "gone");
    fs.renameSync(`${publication.folder}-away`, publication.folder);
    await status(page, "current");
    publication.edit(CHAPTER, "was assembled after", "came together after");
    await words(page, "came together after");
  });

  test("ends with its terminal", async () => {
    publication.child.kill("SIGHUP");
    assert.equal((await publication.ended).code, 0);
    await page.waitForSelector("#sheets[data-status=ended]");
    assert.deepEqual(fs.readdirSync(path.join(publication.room, "idm")), []);
    page.wrong = page.wrong.filter(message => !message.includes("ERR_CONNECTION_REFUSED"));
  });
});

describe("a preview with an editor", () => {
  test("opens a place by a double click, and gives its name to no shell", async () => {
    const script = path.join(fs.mkdtempSync("/tmp/idm-editor-"), "my editor");
    fs.writeFileSync(script, "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$0.called\"\n", { mode: 0o755 });
    const publication = await Publication.start("tests/base", "plain-words", "--editor", `'${script}' -x {file}:{line}`);
    const page = await publication.open();
    await status(page, "current");
    assert.deepEqual(await page.$$eval("#document option", options => options.map(option => option.value)), ["draft:plain-words"]);
    await words(page, "The panel asked what a reader needs");
    await clickOn(page, "The panel asked what a reader needs", { clickCount: 2 });
    for (let tries = 0; !fs.existsSync(`${script}.called`) && tries < 50; tries += 1) await page.waitForTimeout(100);
    await page.waitForTimeout(200);
    const line = lineOf(publication, SUMMARY, "a reader needs");
    assert.equal(fs.readFileSync(`${script}.called`, "utf8"), `-x\n${publication.file(SUMMARY)}:${line}\n`);
    assert.deepEqual(page.wrong, []);
    await publication.end();
    fs.rmSync(path.dirname(script), { recursive: true });
  });
});

describe("the server", () => {
  let publication;
  before(async () => { publication = await Publication.start("tests/base", "--book"); });
  after(() => publication.end());

  /** Asks the server, and gives its answer's code and headers. */
  function ask(url, { method = "GET", headers = {}, body } = {}) {
    const { hostname, port } = new URL(publication.address);
    return new Promise((resolve, reject) => {
      const request = http.request({ hostname, port, path: url, method, headers }, response => {
        let text = "";
        response.on("data", part => { text += part; });
        response.on("end", () => resolve({ code: response.statusCode, headers: response.headers, text }));
      });
      request.on("error", reject);
      request.end(body);
    });
  }

  const inside = name => new URL(name, publication.address).pathname + new URL(name, publication.address).search;

  test("is there for this machine only", async () => {
    const { hostname, port } = new URL(publication.address);
    assert.equal(hostname, "127.0.0.1");
    const listening = fs.readFileSync("/proc/net/tcp", "utf8").split("\n").map(line => line.trim().split(/\s+/));
    const own = listening.filter(([, local, , state]) => state === "0A" && local?.endsWith(`:${Number(port).toString(16).toUpperCase().padStart(4, "0")}`));
    assert.deepEqual(own.map(([, local]) => local.split(":")[0]), ["0100007F"]);
  });

  test("refuses who does not know the address, another host, and other pages", async () => {
    assert.equal((await ask(inside(""))).code, 200);
    assert.equal((await ask("/")).code, 403);
    assert.equal((await ask("/0123456789abcdef0123456789abcdef/")).code, 403);
    assert.equal((await ask(inside(""), { headers: { host: "example.org" } })).code, 403);
    assert.equal((await ask(inside(""), { headers: { origin: "http://example.org" } })).code, 403);
    assert.equal((await ask(inside("start"), { headers: { "sec-fetch-site": "cross-site" } })).code, 403);
    const body = JSON.stringify({ file: CHAPTER, line: 1 });
    assert.equal((await ask(inside("show"), { method: "POST", body })).code, 200);
    assert.equal((await ask(inside("show"), { method: "POST", body, headers: { origin: "null" } })).code, 403);
    assert.equal((await ask(inside("show"), { method: "DELETE" })).code, 405);
  });

  test("lets the page do nothing but show what comes from here", async () => {
    const { headers } = await ask(inside(""));
    assert.match(headers["content-security-policy"], /default-src 'none'; script-src 'self'; style-src 'self';/);
    assert.match(headers["content-security-policy"], /frame-ancestors 'none'/);
    assert.equal(headers["referrer-policy"], "no-referrer");
    assert.equal(headers["x-content-type-options"], "nosniff");
    const page = await publication.open();
    const ran = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "globalThis.ran = true";
      document.body.append(script);
      return Boolean(globalThis.ran);
    });
    assert.equal(ran, false);
    await page.close();
  });

  test("opens and shows files of the project only, and withstands nonsense", async () => {
    for (const file of ["/etc/passwd", "../../etc/passwd", "chapters/../../x.md", ""]) {
      const answer = await ask(inside("open"), { method: "POST", body: JSON.stringify({ file, line: 1 }) });
      assert.equal(answer.code, 404, file);
    }
    assert.equal((await ask(inside("open"), { method: "POST", body: JSON.stringify({ file: CHAPTER, line: 1 }) })).code, 409);
    for (const body of ["", "{", "[]", "null"]) {
      assert.equal((await ask(inside("show"), { method: "POST", body })).code, 400);
    }
    for (const name of ["page", "page?document=publication&page=99999", "page?document=../x&page=0", "place?document=publication&page=0&x=NaN&y=inf", "search?text=%ff%", "areas?line=-1", "preview.js/..", "nothing"]) {
      assert.ok([200, 404].includes((await ask(inside(name))).code), name);
    }
    assert.equal((await ask(inside(""))).code, 200);
  });
});

describe("a preview of several editions", () => {
  const FRENCH = "chapters/introduction.fr.md";
  let publication;
  let page;
  before(async () => {
    publication = await Publication.start("tests/base");
    page = await publication.open();
    await status(page, "current");
  });
  after(async () => {
    assert.deepEqual(page.wrong, []);
    await publication.end();
  });

  test("leads from language to language by links, each at its own address", async () => {
    assert.ok(await page.locator("#languages").isHidden());
    publication.save(FRENCH, "# Avant-propos\n\nUn compte rendu.\n");
    publication.edit("publication.yaml", "language: en\n", "language: en\nlanguages: [en, fr]\n");
    const link = name => page.getByRole("navigation", { name: "Languages" }).getByRole("link", { name });
    const current = () => page.locator("#languages [aria-current]").textContent();
    await link("français").waitFor();
    assert.equal(await current(), "English");
    await link("français").focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(`${publication.address}fr/`);
    await words(page, "Un compte rendu.");
    assert.equal(await current(), "français");
    assert.deepEqual(await found(page), []);
    publication.edit(FRENCH, "Un compte", "Un bref compte");
    await words(page, "Un bref compte rendu.");
    await page.reload();
    await words(page, "Un bref compte rendu.");
    const { status: code, stderr } = publication.run("preview", "--at", `${publication.file(FRENCH)}:3`);
    assert.equal(code, 0, stderr);
    await page.waitForSelector(".mark");
    await link("English").click();
    await page.waitForURL(`${publication.address}en/`);
    await words(page, "was put together after");
  });
});
