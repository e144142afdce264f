// Takes the pictures of make.sh: REPORTS is a folder with the reports, PICTURES the one that the pictures go to.
import { join } from "node:path";
import { open } from "../../tests/browser/browser.mjs";

const { REPORTS, PICTURES } = process.env;

const take = (report, picture, how, prepare = async () => {}) =>
  open(join(REPORTS, report), how, async (page) => {
    await prepare(page);
    await page.screenshot({ path: join(PICTURES, picture) });
  });

// Moves the cursor of the first episode to a step, and scrolls the page to the first element that `from` selects.
const atStep = (step, from) => async (page) => {
  const slider = page.locator(".episode").first().locator(".snapshot:visible .inspector input");
  await slider.evaluate((input, value) => { input.value = value; input.dispatchEvent(new Event("input")); }, step);
  await page.locator(from).first().evaluate((element) => { element.scrollIntoView(); scrollBy(0, -12); });
};

await take("run.html", "run.png", { width: 1200, height: 1040 }, atStep(12, ".episode"));
await take("run.html", "phone.png", { width: 390, height: 844, colorScheme: "dark" },
  atStep(12, ".snapshot:not([hidden]) [data-panel='write0/add']"));
await take("comparison.html", "comparison.png", { width: 1200, height: 1330 });
