import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Fails on what axe finds against WCAG 2.2 AA, and on a page that is wider than the screen. */
export async function expectAccessible(page: Page): Promise<void> {
  // On the way to another page the old title goes before the new one comes.
  await expect(page).toHaveTitle(/./);
  // What fades in has too little contrast while it does.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  const { violations } = await new AxeBuilder({ page }).withTags(standards).analyze();
  const found = violations.map(({ id, nodes }) => ({
    id,
    where: nodes.map((node) => `${node.target}: ${node.failureSummary}`),
  }));
  expect(found).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
}

export const looks = [
  { name: "wide and light", viewport: { width: 1280, height: 800 }, colorScheme: "light" },
  { name: "wide and dark", viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
  { name: "narrow and light", viewport: { width: 360, height: 740 }, colorScheme: "light" },
  { name: "narrow and dark", viewport: { width: 360, height: 740 }, colorScheme: "dark" },
] as const;
