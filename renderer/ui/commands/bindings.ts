/** Which keys a command has: a person's own, those of the preset, or the command's. */
import type { Command } from './command.ts';
import { parseKey } from './keys.ts';
import { PRESET_KEYS, PRESETS, type PresetName } from './presets.ts';

export type KeyChoice = {
  readonly preset: PresetName;
  /** By command; an empty list: no key. */
  readonly own: Readonly<Record<string, readonly string[]>>;
};

export const DEFAULT_CHOICE: KeyChoice = { preset: 'sluice', own: {} };

/** What decides about a command's keys. */
export type Bound = Pick<Command, 'id' | 'keys' | 'slot'>;

const CONTEXTS: Readonly<Record<string, string>> = {
  go: 'app',
  palette: 'app',
  theme: 'app',
  import: 'app',
  workspace: 'app',
  keys: 'app',
  attribute: 'mode',
  tag: 'mode',
};
const SCREENS = new Set(['composer', 'data', 'folders', 'monitor', 'pipelines', 'recipe', 'task']);

/** Where a command is heard: everywhere, on one screen, or, for all of drawing and review, in the studio. */
export function contextOf(name: string): string {
  const [first = ''] = name.split(/[.#]/);
  return CONTEXTS[first] ?? (SCREENS.has(first) ? first : 'studio');
}

/** True when both can be heard at once. A mode comes before the studio while it is on, which is what it is for. */
export function shareContext(a: string, b: string): boolean {
  // The first decision of labelling and that of review are never offered together.
  if (a.startsWith('decide.') && b.startsWith('decide.') && a !== 'decide.discard' && b !== 'decide.discard')
    return false;
  const [one, other] = [contextOf(a), contextOf(b)];
  return one === other || one === 'app' || other === 'app';
}

/** Two ways to write one key are equal: "mod+Shift+k" and "Shift+mod+K". */
export const keyIdentity = (key: string) => JSON.stringify(parseKey(key));

/** The name that keys are bound to: the command's place where its id comes from data, as with labels. */
export const bindingName = (command: Bound) => command.slot ?? command.id;

/** On a video and off it the same keys may turn frames and items: the video's come first. */
const isVideo = (name: string) => name.startsWith('video.') || name.startsWith('tracks.');

/** Keys of the preset that take a command's own away: those of others that are heard with it. */
function takenBy(preset: PresetName, name: string): ReadonlySet<string> {
  const taken = Object.entries(PRESET_KEYS[preset])
    .filter(([other]) => contextOf(other) === contextOf(name) && isVideo(other) === isVideo(name))
    .flatMap(([, keys]) => keys.map(keyIdentity));
  return new Set(taken);
}

/** The keys of a command as they are now, the one to show first. */
export function keysInForce(command: Bound, choice: KeyChoice): readonly string[] {
  const name = bindingName(command);
  const own = choice.own[name];
  if (own) return own;
  const preset = PRESET_KEYS[choice.preset][name];
  if (preset) return preset;
  const keys = command.keys ?? [];
  if (choice.preset === 'sluice') return keys;
  const taken = takenBy(choice.preset, name);
  return keys.filter((key) => !taken.has(keyIdentity(key)));
}

/** The other commands that have the key and are heard where this one is. */
export function holdersOf<T extends Bound>(
  key: string,
  name: string,
  commands: readonly T[],
  choice: KeyChoice,
): readonly T[] {
  const wanted = keyIdentity(key);
  return commands.filter(
    (other) =>
      bindingName(other) !== name &&
      shareContext(bindingName(other), name) &&
      keysInForce(other, choice).some((taken) => keyIdentity(taken) === wanted),
  );
}

/** Gives a command its keys; those that are what it would have anyway are not kept as a choice of one's own. */
export function withKeys(choice: KeyChoice, command: Bound, keys: readonly string[]): KeyChoice {
  const { [bindingName(command)]: _, ...others } = choice.own;
  const plain = { ...choice, own: others };
  const same = JSON.stringify(keysInForce(command, plain)) === JSON.stringify(keys);
  return same ? plain : { ...choice, own: { ...others, [bindingName(command)]: keys } };
}

/**
 * Gives a key to a command in the place of its keys; whoever had it gets the first of those, when they are heard in the
 * same places, and else loses it.
 */
export function swapKey(
  choice: KeyChoice,
  command: Bound,
  key: string,
  holders: readonly Bound[],
): KeyChoice {
  const [given] = keysInForce(command, choice);
  const identity = keyIdentity(key);
  const freed = holders.reduce((now, holder, index) => {
    const left = keysInForce(holder, choice).filter((one) => keyIdentity(one) !== identity);
    return withKeys(now, holder, index === 0 && given ? [...left, given] : left);
  }, choice);
  return withKeys(freed, command, [key]);
}

/** The same, and the others are left without the key. */
export function takeKey(
  choice: KeyChoice,
  command: Bound,
  key: string,
  holders: readonly Bound[],
): KeyChoice {
  const identity = keyIdentity(key);
  const freed = holders.reduce(
    (now, holder) =>
      withKeys(
        now,
        holder,
        keysInForce(holder, choice).filter((one) => keyIdentity(one) !== identity),
      ),
    choice,
  );
  return withKeys(freed, command, [key]);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A key as it may stand in a file: modifiers that there are, and one key. */
function isKey(value: unknown): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > 40) return false;
  const { key } = parseKey(value);
  const modifiers = value.endsWith('+') ? value.slice(0, -1) : value.slice(0, -key.length);
  return (
    key !== '' &&
    modifiers
      .split('+')
      .filter(Boolean)
      .every((part) => ['mod', 'ctrl', 'alt', 'shift', 'meta'].includes(part.toLowerCase()))
  );
}

const isKeyList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length <= 8 && value.every(isKey);

export type ReadChoice =
  | { readonly ok: true; readonly choice: KeyChoice }
  | { readonly ok: false; readonly problem: 'not-keys' | 'preset' | 'keys'; readonly what: string };

/** Reads what was written before or what a file holds. Commands that are not known are kept: another version may. */
export function readChoice(value: unknown): ReadChoice {
  if (!isRecord(value) || !isRecord(value['own'])) return { ok: false, problem: 'not-keys', what: '' };
  const preset = PRESETS.find((name) => name === value['preset']);
  if (!preset) return { ok: false, problem: 'preset', what: String(value['preset']) };
  const own: Record<string, readonly string[]> = {};
  for (const [name, keys] of Object.entries(value['own'])) {
    if (!isKeyList(keys)) return { ok: false, problem: 'keys', what: name };
    own[name] = keys;
  }
  return { ok: true, choice: { preset, own } };
}
