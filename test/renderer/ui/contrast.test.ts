/** Text can be read on the grounds it stands on, in every theme: WCAG 2.2, level AA, 4.5 to 1. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const CSS = readFileSync(join(import.meta.dirname, '../../../renderer/ui/tokens.css'), 'utf8');

type Colours = Readonly<Record<string, string>>;

/** The colours that blocks with this selector set, in the order of the file: contrast sets come last. */
function blocks(selector: string): readonly Colours[] {
  const pattern = new RegExp(`(?:^|\\n)\\s*${selector.replace(/[[\]]/g, '\\$&')} \\{([^}]*)\\}`, 'g');
  return [...CSS.matchAll(pattern)].map(([, body]) =>
    Object.fromEntries(
      [...(body ?? '').matchAll(/--sl-([\w-]+): (#[0-9a-f]{3,6});/g)].map(([, name, value]) => [
        name ?? '',
        long(value ?? ''),
      ]),
    ),
  );
}

const long = (hex: string) =>
  hex.length === 4 ? `#${[...hex.slice(1)].map((one) => one + one).join('')}` : hex;
const channels = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = channels(hex).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** A badge's ground: 15 % of its colour on the panel. */
function tinted(colour: string, ground: string): string {
  const [over, under] = [channels(colour), channels(ground)];
  const mixed = over.map((value, index) => Math.round(value * 0.15 + (under[index] ?? 0) * 0.85));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

const [light, lightContrast] = blocks(':root');
const [dark, darkContrast] = blocks(':root[data-mantine-color-scheme="dark"]');
const themes: readonly (readonly [string, Colours])[] = [
  ['light', { ...light }],
  ['dark', { ...light, ...dark }],
  ['light with high contrast', { ...light, ...lightContrast }],
  ['dark with high contrast', { ...light, ...dark, ...darkContrast }],
];

describe.each(themes)('%s', (_name, colours) => {
  const colour = (name: string) => {
    const value = colours[name];
    if (!value) throw new Error(`there is no colour ${name}`);
    return value;
  };

  it.each(['text', 'text-dim', 'text-faint', 'accent'])('%s can be read on every ground', (name) => {
    for (const ground of ['ground', 'panel', 'panel-2', 'chrome']) {
      if (name === 'text-faint' && ground === 'chrome') continue;
      expect(contrast(colour(name), colour(ground)), ground).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(['queued', 'running', 'waiting', 'done', 'failed', 'rework'])(
    '%s can be read in a badge',
    (name) => {
      for (const ground of ['panel', 'panel-2']) {
        expect(contrast(colour(name), tinted(colour(name), colour(ground))), ground).toBeGreaterThanOrEqual(
          4.5,
        );
      }
    },
  );
});
