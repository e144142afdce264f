// Opens reports of real runs in a browser. RUN_REPORT, STORY_REPORT and PLAN_REPORT are files of `memnet report`, FIGURES
// is a folder with files of `memnet figure`. If SCREENSHOTS is a folder, screenshots of the reports are written there.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { open } from "./browser.mjs";
import { cutOff } from "./cut_off.mjs";

const { RUN_REPORT, STORY_REPORT, PLAN_REPORT, FIGURES, SCREENSHOTS } = process.env;
const kPhone = { width: 390, height: 800 };

// Opens a page and runs `check` on it. Requires that the browser reports no problem and no request.
async function inspect(file, how, check) {
  const { problems, requests } = await open(file, how, check);
  assert.deepEqual(problems, []);
  assert.deepEqual(requests, []);
}

const left = (element) => element.evaluate((node) => node.style.left);

test("the slider moves the cursor of every picture and shows the numbers of heads", () =>
  inspect(RUN_REPORT, {}, async (page) => {
    const episode = page.locator(".episode").first().locator(".snapshot:visible");
    const slider = episode.locator("input[type=range]");
    const cursors = await episode.locator(".stack .cursor").all();
    assert.ok(cursors.length > 8);
    const steps = Number(await slider.getAttribute("max")) + 1;
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    for (const cursor of cursors) assert.equal(Math.round(parseFloat(await left(cursor))), Math.round(200 / steps));
    assert.equal(await episode.locator("output").textContent(), "2");

    const numbers = JSON.parse(await episode.locator("script.numbers").textContent());
    const gates = numbers.panels.find((panel) => panel.name === "read0/gate");
    const gate = await page.evaluate((panel) => numbersOf(panel)[2], gates);
    const inspector = await episode.locator(".inspector").innerText();
    assert.ok(inspector.includes(`gate`) && inspector.includes(gate.toFixed(3)), inspector);
    for (const stage of ["strength", "content", "gated", "shifted", "sharpened", "weighting"]) assert.ok(inspector.includes(stage), stage);
  }));

test("another slider selects the snapshot and keeps the time step", () =>
  inspect(RUN_REPORT, {}, async (page) => {
    const episode = page.locator(".episode").first();
    const snapshots = episode.locator(".snapshot");
    const training = episode.locator(".training input");
    assert.equal(Number(await training.getAttribute("max")), (await snapshots.count()) - 1);
    assert.equal(await snapshots.last().isVisible(), true);
    assert.equal(await episode.locator(".snapshot:visible").count(), 1);
    await snapshots.last().locator("input[type=range]").focus();
    await page.keyboard.press("ArrowRight");

    const seen = new Set();
    await training.focus();
    await page.keyboard.press("Home");
    for (let k = 0; k < (await snapshots.count()); ++k, await page.keyboard.press("ArrowRight")) {
      assert.equal(await episode.locator(".snapshot:visible").count(), 1);
      const snapshot = snapshots.nth(k);
      assert.equal(await snapshot.isVisible(), true);
      assert.equal(await episode.locator(".training output").textContent(), await snapshot.locator(".when data").getAttribute("value"));
      assert.equal(await snapshot.locator("output").textContent(), "1");
      seen.add(await snapshot.locator("figure[data-panel='outputs'] img").getAttribute("src"));
    }
    assert.equal(seen.size, await snapshots.count(), "the outputs of a model differ between snapshots");
  }));

test("a story shows the weights of hops at every snapshot", () =>
  inspect(STORY_REPORT, {}, async (page) => {
    const story = page.locator(".episode").first();
    const training = story.locator(".training input");
    const weights = () => story.locator(".snapshot:visible table.story td data").evaluateAll((all) => all.map((data) => data.value).join());
    const after = await weights();
    await training.focus();
    await page.keyboard.press("Home");
    assert.notEqual(await weights(), after);
    assert.equal(await story.locator(".training output").textContent(), "0");
    for (const word of await story.locator(".snapshot:visible p b").allTextContents()) assert.match(word, /^[a-z]+$/);
  }));

test("a pointer over one picture moves the cursor in all pictures", () =>
  inspect(RUN_REPORT, {}, async (page) => {
    const episode = page.locator(".episode").first().locator(".snapshot:visible");
    const picture = episode.locator("figure[data-panel='read0/weighting'] .frame");
    await picture.scrollIntoViewIfNeeded();
    const box = await picture.boundingBox();
    await page.mouse.move(box.x + box.width - 2, box.y + box.height / 2);
    const steps = Number(await episode.locator("input[type=range]").getAttribute("max")) + 1;
    const cursor = episode.locator("figure[data-panel='inputs'] .cursor");
    assert.equal(Math.round(parseFloat(await left(cursor))), Math.round((100 * (steps - 1)) / steps));
  }));

test("a chart shows the numbers at the pointer", () =>
  inspect(RUN_REPORT, {}, async (page) => {
    const frame = page.locator(".chart-frame").first();
    await frame.scrollIntoViewIfNeeded();
    const box = await frame.locator("svg.chart").boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    assert.match(await frame.locator(".readout").innerText(), /exact at \d+: [\d.]+ %/);
  }));

test("a chart shows the numbers that the arrow keys select", () =>
  inspect(RUN_REPORT, {}, async (page) => {
    const frame = page.locator(".chart-frame").first();
    const readout = () => frame.locator(".readout").innerText();
    await frame.locator("svg.chart").focus();
    const last = await readout();
    assert.match(last, /exact at \d+: [\d.]+ %/);
    await page.keyboard.press("ArrowLeft");
    assert.notEqual(await readout(), last);
    await page.keyboard.press("End");
    assert.equal(await readout(), last);
  }));

test("a table can be sorted with the keyboard and downloaded", () =>
  inspect(PLAN_REPORT, {}, async (page) => {
    const table = page.locator("table.sortable");
    const names = await table.locator("thead th").allInnerTexts();
    const score = names.findIndex((name) => name.startsWith("score"));
    const numbers = () =>
      table.locator("tbody tr").evaluateAll((rows, at) => rows.map((row) => Number(row.cells[at].querySelector("data").value)), score);
    const before = await numbers();
    await table.locator("thead th button").nth(score).focus();
    await page.keyboard.press("Enter");
    assert.deepEqual(await numbers(), [...before].sort((a, b) => a - b));
    await page.keyboard.press("Enter");
    assert.deepEqual(await numbers(), [...before].sort((a, b) => b - a));

    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("button.download").click()]);
    const csv = readFileSync(await download.path(), "utf8").trim().split("\n");
    assert.equal(csv.length, before.length + 1);
    assert.equal(Number(csv[1].split(",")[score]), Math.max(...before));
  }));

test("the differences of two selected schemes are shown", () =>
  inspect(PLAN_REPORT, {}, async (page) => {
    const section = page.locator(".versus").first();
    const image = section.locator(".pair figure[data-panel='read0/weighting'] img");
    const before = await image.getAttribute("src");
    const [first, second] = [section.locator("select").nth(0), section.locator("select").nth(1)];
    const same = await first.inputValue();
    await second.selectOption(same);
    assert.notEqual(await image.getAttribute("src"), before);
    assert.match(await image.getAttribute("alt"), /the largest difference is 0\.000/);
  }));

test("without scripts the page is complete and has no controls that need them", () =>
  inspect(RUN_REPORT, { javaScript: false }, async (page) => {
    const snapshots = page.locator(".episode .snapshot");
    assert.ok((await snapshots.count()) > 2);
    for (const snapshot of await snapshots.all()) assert.ok((await snapshot.locator(".stack").first().locator("img:visible").count()) >= 8);
    assert.ok((await page.locator("svg.chart").count()) > 3);
    assert.equal(await page.locator("input, button, select").count(), 0);
  }));

for (const [name, file] of [["run", RUN_REPORT], ["story", STORY_REPORT], ["comparison", PLAN_REPORT]])
  for (const [device, how] of [["desktop", {}], ["dark", { colorScheme: "dark" }], ["phone", kPhone]])
    test(`${name} fits a ${device} screen`, () =>
      inspect(file, how, async (page) => {
        const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(content <= window, `${content} wide on a screen of ${window}`);
        const small = await page.evaluate(() =>
          [...document.querySelectorAll("p, td, th, figcaption, dd")].filter((e) => e.textContent && parseFloat(getComputedStyle(e).fontSize) < 11).length);
        assert.equal(small, 0);
        if (SCREENSHOTS) await page.screenshot({ path: join(SCREENSHOTS, `${name}-${device}.png`) });
      }));

// The ranking was in a box of 544 pixels with 611 of content, and on a phone only its first two columns were seen.
for (const [name, file] of [["run", RUN_REPORT], ["story", STORY_REPORT], ["comparison", PLAN_REPORT]])
  for (const width of [1440, 1024, 390])
    test(`nothing of a ${name} is cut off at ${width} pixels`, () =>
      inspect(file, { width, height: 900 }, async (page) => {
        assert.deepEqual(await cutOff(page), []);
        const wide = (selector) =>
          page.locator(selector).evaluateAll((boxes) => boxes.filter((box) => box.scrollWidth > box.clientWidth + 1).length);
        assert.equal(await wide(".scroll:not(:has(.sortable))"), 0, "only the table of all runs may scroll");
        if (width === 390) assert.equal(await wide(".scroll"), 0, "on a phone, rows become paragraphs");
      }));

test("the test of what is cut off finds a table in a box that is too small", () =>
  inspect(PLAN_REPORT, { width: 1440, height: 900 }, async (page) => {
    await page.evaluate(() => {
      for (const box of document.querySelectorAll(".side .scroll")) Object.assign(box.style, { width: "9rem", overflow: "hidden" });
    });
    assert.notDeepEqual(await cutOff(page), []);
  }));

test("figures are SVG files that a browser can parse", async () => {
  const files = readdirSync(FIGURES).filter((name) => name.endsWith(".svg"));
  assert.equal(files.length, 8);
  for (const name of files)
    await inspect(join(FIGURES, name), {}, async (page) => {
      assert.equal(await page.locator("parsererror").count(), 0, name);
      const drawn = await page.locator("rect, path").count();
      assert.ok(drawn >= 3, `${name} draws ${drawn} things`);
      const right = await page.locator("svg").first().evaluate((svg) => svg.getBoundingClientRect().right);
      for (const text of await page.locator("text").all()) {
        const box = await text.boundingBox();
        assert.ok(box.x >= 0 && box.x + box.width <= right + 1, `${name}: ${await text.textContent()}`);
      }
    });
});

test("pictures have alternative texts", () =>
  inspect(RUN_REPORT, {}, async (page) => {
    for (const image of await page.locator("img").all()) assert.match(await image.getAttribute("alt"), /rows, \d+ steps\. Largest at each step/);
    for (const chart of await page.locator("svg.chart").all()) assert.match(await chart.getAttribute("aria-label"), /from .* to /);
  }));
