/** Checks what a screen says to assistive technology, by axe-core's rules for WCAG 2.2 A and AA. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type axe from 'axe-core';

const SOURCE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const ONLY = {
  colours: { type: 'rule', values: ['color-contrast'] },
  all: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
} satisfies Record<string, axe.RunOnly>;

/**
 * What is wrong with the page as it is now: a line each, the rule and the element first.
 * @param only `colours`: for another theme of what was looked at whole
 * The source is put in by the debugger, which the page's own policy for scripts does not hold up.
 */
export async function accessProblems(page: Page, only: 'all' | 'colours' = 'all'): Promise<string[]> {
  await page.evaluate(await readFile(SOURCE, 'utf8'));
  return await page.evaluate(async (runOnly) => {
    const { axe: checker } = window as unknown as { axe: typeof axe };
    const { violations } = await checker.run(document, {
      runOnly,
      // An experiment of the checker's: it takes the names of buttons within a row for text of the row.
      rules: { 'label-content-name-mismatch': { enabled: false } },
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(' ')}: ${help}: ${node.any[0]?.message ?? node.html}`),
    );
  }, ONLY[only]);
}
