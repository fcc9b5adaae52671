import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '#renderer/features/settings/keys/catalogue.ts';
import { matching } from '#renderer/features/settings/keys/matching.ts';
import {
  bindingName,
  contextOf,
  DEFAULT_CHOICE,
  holdersOf,
  keyIdentity,
  keysInForce,
  readChoice,
  swapKey,
  takeKey,
  withKeys,
} from '#renderer/ui/commands/bindings.ts';
import { type KeyPress, matchesKey, parseKey, pressedKey } from '#renderer/ui/commands/keys.ts';
import { PRESET_KEYS, PRESETS } from '#renderer/ui/commands/presets.ts';

const command = (id: string) => {
  const found = CATALOGUE.find((one) => one.id === id);
  if (!found) throw new Error(`no command ${id}`);
  return found;
};
const names = (commands: readonly { readonly id: string }[]) => commands.map(({ id }) => id);

describe('keys in force', () => {
  it('are a person’s own before those of the preset, and these before the command’s', () => {
    const fit = command('canvas.fit');
    expect(keysInForce(fit, DEFAULT_CHOICE)).toEqual(['F']);
    expect(keysInForce(fit, { preset: 'labelme', own: {} })).toEqual(['mod+F']);
    expect(keysInForce(fit, { preset: 'labelme', own: { 'canvas.fit': ['Q'] } })).toEqual(['Q']);
    expect(keysInForce(fit, { preset: 'cvat', own: { 'canvas.fit': [] } })).toEqual([]);
  });

  it.each(PRESETS)('mean one thing each in preset %s', (preset) => {
    const choice = { preset, own: {} };
    const overlay = (id: string) => (/^(?:video|tracks)\./.test(id) ? 'video' : '');
    const clashes = CATALOGUE.flatMap((one) =>
      keysInForce(one, choice).flatMap((key) =>
        holdersOf(key, bindingName(one), CATALOGUE, choice)
          // A video's keys come before the item's, where there is one; the window's come last.
          .filter((other) => overlay(other.id) === overlay(one.id))
          .filter((other) => (contextOf(other.id) === 'app') === (contextOf(one.id) === 'app'))
          .map((other) => `${key}: ${one.id}, ${other.id}`),
      ),
    );
    expect(clashes).toEqual([]);
  });

  it.each(PRESETS)('of preset %s are for commands that there are', (preset) => {
    const known = new Set(names(CATALOGUE));
    expect(Object.keys(PRESET_KEYS[preset]).filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('the list of commands', () => {
  it('has every command of drawing and review with the keys that its screen gives it', () => {
    const folder = join(import.meta.dirname, '../../../renderer/features/studio');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.tsx?$/.test(name),
    );
    const known = new Map(CATALOGUE.map((one) => [one.id, one.keys]));
    const prefix = /id: `(\w+)\.\$\{name\}`/;
    let seen = 0;
    for (const file of files) {
      const source = readFileSync(join(folder, file), 'utf8');
      const first = prefix.exec(source)?.[1];
      if (!first) continue;
      for (const [, name, list] of source.matchAll(/\bcommand\('(\w+)', \[((?:'[^']*'(?:, )?)*)\]/g)) {
        const keys = [...(list ?? '').matchAll(/'([^']+)'/g)].map(([, key]) => key);
        expect(known.get(`${first}.${name}`), `${first}.${name} in ${file}`).toEqual(keys);
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(35);
  });

  it('is searched by words and by keys', () => {
    expect(names(matching(CATALOGUE, 'ctrl+z', DEFAULT_CHOICE))).toEqual(['labels.undo']);
    expect(names(matching(CATALOGUE, 'turn label', DEFAULT_CHOICE))).toEqual([]);
    expect(names(matching(CATALOGUE, 'command.zoomin', DEFAULT_CHOICE))).toEqual(['canvas.zoomIn']);
  });
});

describe('changing a key', () => {
  it('finds who has it where both are heard, however it is written', () => {
    expect(names(holdersOf('mod+z', 'canvas.fit', CATALOGUE, DEFAULT_CHOICE))).toEqual(['labels.undo']);
    expect(holdersOf('mod+z', 'composer.undo', CATALOGUE, DEFAULT_CHOICE)).toEqual([]);
  });

  it('swaps two keys, and back to how it was', () => {
    const [fit, hide] = [command('canvas.fit'), command('labels.hide')];
    const swapped = swapKey(DEFAULT_CHOICE, fit, 'H', [hide]);
    expect(keysInForce(fit, swapped)).toEqual(['H']);
    expect(keysInForce(hide, swapped)).toEqual(['F']);
    expect(swapKey(swapped, fit, 'F', [hide])).toEqual(DEFAULT_CHOICE);
  });

  it('takes a key away from whoever has it', () => {
    const taken = takeKey(DEFAULT_CHOICE, command('canvas.fit'), 'H', [command('labels.hide')]);
    expect(keysInForce(command('labels.hide'), taken)).toEqual([]);
    expect(withKeys(taken, command('labels.hide'), ['H']).own).toEqual({ 'canvas.fit': ['H'] });
  });
});

describe('a file of keys', () => {
  it('is read as it was written', () => {
    const choice = withKeys(DEFAULT_CHOICE, command('canvas.fit'), ['mod++', 'Shift+Q']);
    expect(readChoice(JSON.parse(JSON.stringify(choice)))).toEqual({ ok: true, choice });
  });

  it.each([
    [null, 'not-keys'],
    [[], 'not-keys'],
    [{ preset: 'sluice' }, 'not-keys'],
    [{ preset: 'blender', own: {} }, 'preset'],
    [{ preset: 'sluice', own: { 'canvas.fit': 'F' } }, 'keys'],
    [{ preset: 'sluice', own: { 'canvas.fit': [''] } }, 'keys'],
    [{ preset: 'sluice', own: { 'canvas.fit': ['hyper+F'] } }, 'keys'],
  ])('is refused when it is %j', (value, problem) => {
    expect(readChoice(value)).toMatchObject({ ok: false, problem });
  });
});

describe('a key that is pressed', () => {
  const press = (key: string, code: string, held = ''): KeyPress => ({
    key,
    code,
    ctrlKey: held.includes('c'),
    altKey: held.includes('a'),
    shiftKey: held.includes('s'),
    metaKey: held.includes('m'),
  });

  it.each([
    [press('b', 'KeyB'), 'B'],
    [press('B', 'KeyB', 's'), 'Shift+B'],
    [press('и', 'KeyB'), 'B'],
    [press('!', 'Digit1', 's'), 'Shift+1'],
    [press('?', 'Slash', 's'), '?'],
    [press('[', 'Digit8', 'ca'), '['],
    [press('z', 'KeyZ', 'cs'), 'mod+Shift+Z'],
    [press(' ', 'Space', 'a'), 'Alt+Space'],
    [press('+', 'BracketRight', 'c'), 'mod++'],
    [press('ArrowLeft', 'ArrowLeft', 's'), 'Shift+ArrowLeft'],
  ])('is written so that it is found again: %j', (event, text) => {
    expect(pressedKey(event, false)).toBe(text);
    expect(matchesKey(parseKey(text), event, false)).toBe(true);
    expect(keyIdentity(text)).toBe(keyIdentity(text.toLowerCase()));
  });

  it('is none while only Shift is down, and the command key of a Mac is what Ctrl is elsewhere', () => {
    expect(pressedKey(press('Shift', 'ShiftLeft', 's'), false)).toBeNull();
    expect(pressedKey(press('z', 'KeyZ', 'm'), true)).toBe('mod+Z');
  });
});
