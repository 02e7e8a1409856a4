// Running `idm preview` on a copy of a publication, and looking at it in a browser.

import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const program = process.env.IDM_PROGRAM ?? path.join(root, "target/release/idm");

/** The first of the browsers that is installed. */
function browserPath() {
  const names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];
  const found = names.map(name => spawnSync("which", [name]).stdout.toString().trim()).find(found => found);
  if (!found) throw new Error(`none of these is installed: ${names.join(", ")}`);
  return found;
}

let browser;

/** The browser, which is started once. */
export async function theBrowser() {
  browser ??= await chromium.launch({ executablePath: browserPath() });
  return browser;
}

/** Ends the browser. */
export async function closeBrowser() {
  await browser?.close();
}

/** A publication that runs in a preview, copied so that it can be edited. */
export class Publication {
  /** Copies a folder of the repository, and starts the preview. */
  static async start(source, ...options) {
    const made = new Publication();
    made.room = fs.mkdtempSync(path.join(os.tmpdir(), "idm-preview-"));
    made.folder = path.join(made.room, "inputs");
    fs.cpSync(path.resolve(root, source), made.folder, { recursive: true });
    made.env = { ...process.env, XDG_RUNTIME_DIR: made.room };
    delete made.env.IDM_EDITOR;
    const args = ["preview", "--project", made.folder, ...options];
    made.child = spawn(program, args, { env: made.env, stdio: ["ignore", "pipe", "pipe"] });
    made.errors = "";
    made.child.stderr.on("data", text => { made.errors += text; });
    made.ended = new Promise(resolve => made.child.on("exit", (code, signal) => resolve({ code, signal })));
    made.address = await new Promise((resolve, reject) => {
      made.child.stdout.once("data", text => resolve(String(text).trim()));
      made.child.on("exit", () => reject(new Error(made.errors)));
    });
    return made;
  }

  /** Runs the program beside it, and gives what came of it. */
  run(...args) {
    const { status, stdout, stderr } = spawnSync(program, args, { env: this.env });
    return { status, stdout: String(stdout), stderr: String(stderr) };
  }

  file(name) { return path.join(this.folder, name); }

  read(name) { return fs.readFileSync(this.file(name), "utf8"); }

  /** Saves a file as editors do: beside it, and then in its place. */
  save(name, text) {
    fs.writeFileSync(this.file(`${name}.new~`), text);
    fs.renameSync(this.file(`${name}.new~`), this.file(name));
  }

  /** Replaces a text in a file, which must hold it. */
  edit(name, from, to) {
    const text = this.read(name);
    if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
    this.save(name, text.replace(from, to));
  }

  /** Opens the preview in a page of its own. What goes wrong on it, and all that it asks for, is noted. */
  async open(options = {}) {
    const context = await (await theBrowser()).newContext({ viewport: { width: 1500, height: 1000 }, ...options });
    const page = await context.newPage();
    page.wrong = [];
    page.asked = [];
    page.on("console", message => { if (message.type() === "error") page.wrong.push(message.text()); });
    page.on("pageerror", error => page.wrong.push(error.message));
    page.on("request", request => page.asked.push(request.url()));
    await page.goto(this.address);
    return page;
  }

  /** Ends the preview and takes its folder away. */
  async end() {
    this.child.kill("SIGTERM");
    const ended = await this.ended;
    fs.rmSync(this.room, { recursive: true, force: true });
    return ended;
  }
}

/** Waits until the page has these words. */
export async function words(page, wanted) {
  await page.waitForFunction(wanted => [...document.querySelectorAll(".text")].some(text => text.textContent.includes(wanted)), wanted);
}

/** Waits until the preview says that it is current, held, or gone. */
export async function status(page, wanted) {
  await page.waitForSelector(`#sheets[data-status=${wanted}]`);
}

/** Clicks on the first place where words are printed. */
export async function clickOn(page, wanted, options = {}) {
  const line = page.locator(".text .line", { hasText: wanted }).first();
  await line.scrollIntoViewIfNeeded();
  const share = await line.evaluate((line, wanted) => {
    const at = line.textContent.indexOf(wanted);
    return (at + wanted.length / 2) / line.textContent.length;
  }, wanted);
  const box = await line.boundingBox();
  await page.mouse.click(box.x + box.width * share, box.y + box.height / 2, options);
}
