/** Keys as text, "mod+Shift+K", against keyboard events. */

export type KeyChord = {
  readonly mod: boolean;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly meta: boolean;
  /** Lower case; a letter, a digit, a sign, or a name such as "arrowleft", "enter", "space". */
  readonly key: string;
};

/** The part of a KeyboardEvent that decides. */
export type KeyPress = {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
};

const ALIASES: Readonly<Record<string, string>> = { ' ': 'space', esc: 'escape', del: 'delete' };

function normal(key: string): string {
  const lower = key.toLowerCase();
  return ALIASES[lower] ?? lower;
}

/** Reads "mod+Shift+K". The plus key itself is "+" or "mod++". */
export function parseKey(text: string): KeyChord {
  const parts = text.endsWith('+') ? [...text.slice(0, -1).split('+').filter(Boolean), '+'] : text.split('+');
  const modifiers = parts.slice(0, -1).map((part) => part.toLowerCase());
  const has = (name: string) => modifiers.includes(name);
  return {
    mod: has('mod'),
    ctrl: has('ctrl'),
    alt: has('alt'),
    shift: has('shift'),
    meta: has('meta'),
    key: normal(parts.at(-1) ?? ''),
  };
}

const isLetter = (key: string) => /^\p{L}$/u.test(key);
/** Signs such as "?" need Shift on some keyboards and not on others: there Shift decides nothing. */
const isSign = (key: string) => key.length === 1 && !isLetter(key) && !/^\d$/.test(key);

/** The Latin letter or digit printed on the key, for layouts whose own letters are not Latin. */
function printed(code: string): string | null {
  const match = /^(?:Key([A-Z])|(?:Digit|Numpad)(\d))$/.exec(code);
  return (match?.[1] ?? match?.[2])?.toLowerCase() ?? null;
}

/** True when the press is the chord. `mac` decides what `mod` is. */
export function matchesKey(chord: KeyChord, press: KeyPress, mac: boolean): boolean {
  const ctrl = chord.ctrl || (chord.mod && !mac);
  const meta = chord.meta || (chord.mod && mac);
  const key = normal(press.key);
  // Where a sign is reached by AltGr, which some systems report as Ctrl and Alt, these say nothing of their own.
  const plain = !ctrl && !meta && !chord.alt;
  if (plain && isSign(chord.key) && key === chord.key && press.ctrlKey && press.altKey) return true;
  if (press.ctrlKey !== ctrl || press.metaKey !== meta || press.altKey !== chord.alt) return false;
  if (key === chord.key) return isSign(chord.key) || press.shiftKey === chord.shift;
  if (press.shiftKey !== chord.shift) return false;
  // Shift turns digits into signs, and other layouts turn letters into theirs: then the key cap decides.
  const foreign = isLetter(key) && !/^[a-z]$/.test(key);
  return (foreign || /^\d$/.test(chord.key)) && printed(press.code) === chord.key;
}

const MODIFIERS = new Set([
  'control',
  'shift',
  'alt',
  'meta',
  'altgraph',
  'capslock',
  'dead',
  'process',
  'unidentified',
]);

/** Names as they are written in lists of keys; others are written as the browser names them. */
const WRITTEN: Readonly<Record<string, string>> = { space: 'Space', escape: 'Escape' };

/**
 * The text for what was pressed, which the same press matches again; null for a modifier alone. A letter of another
 * script is written as the Latin one on its key, and a digit as the digit, whatever Shift makes of it.
 */
export function pressedKey(press: KeyPress, mac: boolean): string | null {
  const key = normal(press.key);
  if (MODIFIERS.has(key)) return null;
  const cap = printed(press.code);
  const foreign = isLetter(key) && !/^[a-z]$/.test(key);
  const digit = cap !== null && /^\d$/.test(cap) && press.shiftKey && isSign(key);
  const shown = cap !== null && (foreign || digit) ? cap : key;
  const altGr = isSign(shown) && press.ctrlKey && press.altKey;
  const mod = mac ? press.metaKey : press.ctrlKey;
  const parts = [
    mod && !altGr ? 'mod' : '',
    mac && press.ctrlKey && !altGr ? 'ctrl' : '',
    !mac && press.metaKey ? 'meta' : '',
    press.altKey && !altGr ? 'Alt' : '',
    press.shiftKey && !isSign(shown) ? 'Shift' : '',
  ].filter(Boolean);
  const name = WRITTEN[shown] ?? (shown.length === 1 ? shown.toUpperCase() : press.key);
  return [...parts, name].join('+');
}

const SHOWN: Readonly<Record<string, string>> = {
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  escape: 'Esc',
  delete: 'Del',
  enter: 'Enter',
  backspace: 'Backspace',
  space: 'Space',
  tab: 'Tab',
  home: 'Home',
  end: 'End',
  pageup: 'PgUp',
  pagedown: 'PgDn',
};

/** The caps to show for "mod+Shift+K": ["Ctrl", "Shift", "K"], or the Mac's signs. */
export function keyCaps(text: string, mac: boolean): readonly string[] {
  const chord = parseKey(text);
  const caps: string[] = [];
  if (chord.ctrl || (chord.mod && !mac)) caps.push(mac ? '⌃' : 'Ctrl');
  if (chord.alt) caps.push(mac ? '⌥' : 'Alt');
  if (chord.shift) caps.push(mac ? '⇧' : 'Shift');
  if (chord.meta || (chord.mod && mac)) caps.push(mac ? '⌘' : 'Meta');
  caps.push(SHOWN[chord.key] ?? chord.key.toUpperCase());
  return caps;
}
