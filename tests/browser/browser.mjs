// A real browser that may not ask anybody for anything.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const kArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// Opens a page, hands it to `look`, and gives what the browser complained about and what it asked for beside the page.
export async function open(file, { width = 1280, height = 900, colorScheme = "light", javaScript = true }, look) {
  const profile = mkdtempSync(join(tmpdir(), "memnet-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM,
    headless: true,
    args: kArguments,
    viewport: { width, height },
    colorScheme,
    javaScriptEnabled: javaScript,
    acceptDownloads: true,
  });
  const complaints = [];
  const requests = [];
  try {
    const page = await context.newPage();
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (!/^(data|blob):/.test(request.url())) requests.push(request.url());
    });
    const address = pathToFileURL(file).href;
    await page.goto(address);
    await look(page);
    return { complaints, requests: requests.filter((url) => url !== address) };
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}
