import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** All that the colours of a page decide. */
const colourRules = ["color-contrast", "link-in-text-block"];
const wide = { width: 1280, height: 800 };
const narrow = { width: 360, height: 740 };

/** The page stays in the last one. */
const looks = [
  { name: "wide and dark", viewport: wide, colorScheme: "dark" },
  { name: "narrow and dark", viewport: narrow, colorScheme: "dark" },
  { name: "narrow and light", viewport: narrow, colorScheme: "light" },
  { name: "wide and light", viewport: wide, colorScheme: "light" },
] as const;

/** Fails on what axe finds against WCAG 2.2 AA, and on a page that is wider than the screen: in each look. */
export async function expectAccessible(page: Page): Promise<void> {
  // A test may look at as many pages as it likes.
  test.setTimeout(test.info().timeout + 30_000);
  // On the way to another page the old title goes before the new one comes.
  await expect(page).toHaveTitle(/./);
  for (const { name, viewport, colorScheme } of looks) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    // What fades in has too little contrast while it does.
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
    // There are no frames, and without them this takes half the time.
    const axe = new AxeBuilder({ page }).setLegacyMode();
    const { violations } = await (colorScheme === "dark"
      ? axe.withRules(colourRules)
      : axe.withTags(standards)
    ).analyze();
    const found = violations.map(({ id, nodes }) => ({
      id,
      where: nodes.map((node) => `${node.target}: ${node.failureSummary}`),
    }));
    expect(found, name).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), name).toBeLessThanOrEqual(0);
  }
}
