// Opens pages in a real browser that shows scrollbars. Its own background requests are disabled.
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

// Opens a page and calls check(page). Returns the messages of the browser's console, and its requests other than for the
// page itself.
export async function open(file, { width = 1280, height = 900, colorScheme = "light", javaScript = true }, check) {
  const profile = mkdtempSync(join(tmpdir(), "memnet-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM,
    headless: true,
    args: kArguments,
    ignoreDefaultArgs: ["--hide-scrollbars"],
    viewport: { width, height },
    colorScheme,
    javaScriptEnabled: javaScript,
    acceptDownloads: true,
  });
  const problems = [];
  const requests = [];
  try {
    const page = await context.newPage();
    page.on("console", (message) => problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("request", (request) => {
      if (!/^(data|blob):/.test(request.url())) requests.push(request.url());
    });
    const address = pathToFileURL(file).href;
    await page.goto(address);
    await check(page);
    return { problems, requests: requests.filter((url) => url !== address) };
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}
