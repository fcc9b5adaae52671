import { describe, expect, it } from 'vitest';
import { type KeyPress, keyCaps, matchesKey, parseKey } from '#renderer/ui/commands/keys.ts';

const press = (key: string, rest: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  ...rest,
});
const matches = (text: string, event: KeyPress, mac = false) => matchesKey(parseKey(text), event, mac);

describe('matchesKey', () => {
  it('takes mod for Ctrl, and for Command on a Mac', () => {
    expect(matches('mod+K', press('k', { ctrlKey: true }))).toBe(true);
    expect(matches('mod+K', press('k', { metaKey: true }))).toBe(false);
    expect(matches('mod+K', press('k', { metaKey: true }), true)).toBe(true);
    expect(matches('mod+K', press('k'))).toBe(false);
  });

  it('wants exactly the modifiers that are named', () => {
    expect(matches('1', press('1', { ctrlKey: true }))).toBe(false);
    expect(matches('Delete', press('Delete', { altKey: true }))).toBe(false);
    expect(matches('ArrowLeft', press('ArrowLeft', { shiftKey: true }))).toBe(false);
    expect(matches('Shift+ArrowLeft', press('ArrowLeft', { shiftKey: true }))).toBe(true);
    expect(matches('mod+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(true);
  });

  it('takes signs with Shift or without, as keyboards differ', () => {
    expect(matches('?', press('?', { shiftKey: true }))).toBe(true);
    expect(matches('?', press('?'))).toBe(true);
    expect(matches('+', press('+'))).toBe(true);
    expect(matches('mod++', press('+', { ctrlKey: true, shiftKey: true }))).toBe(true);
  });

  it('goes by the key cap where the layout has other letters, and for digits with Shift', () => {
    expect(matches('mod+K', press('л', { code: 'KeyK', ctrlKey: true }))).toBe(true);
    expect(matches('Shift+1', press('!', { code: 'Digit1', shiftKey: true }))).toBe(true);
    expect(matches('1', press('&', { code: 'Digit1' }))).toBe(true);
    expect(matches('1', press('1', { code: 'Numpad1' }))).toBe(true);
    // On a Dvorak keyboard the letter counts, not the place of the key.
    expect(matches('K', press('t', { code: 'KeyK' }))).toBe(false);
  });

  it('knows the space bar and Escape by their names', () => {
    expect(matches('Space', press(' '))).toBe(true);
    expect(matches('Esc', press('Escape'))).toBe(true);
  });
});

describe('keyCaps', () => {
  it('shows what to press', () => {
    expect(keyCaps('mod+Shift+K', false)).toEqual(['Ctrl', 'Shift', 'K']);
    expect(keyCaps('mod+Shift+K', true)).toEqual(['⇧', '⌘', 'K']);
    expect(keyCaps('ArrowLeft', false)).toEqual(['←']);
    expect(keyCaps('F1', false)).toEqual(['F1']);
  });
});
