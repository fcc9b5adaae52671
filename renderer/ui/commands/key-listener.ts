/** Turns key presses in the window into commands. */
import type { Command } from './command.ts';
import type { KeyPress } from './keys.ts';
import type { CommandRegistry } from './registry.ts';

const TEXT_FIELD =
  'input:not([type=checkbox]):not([type=radio]):not([type=range]):not([type=button]), textarea, select, [contenteditable=true]';
const CONTROL = 'button, a[href], summary, [role=button], [role=menuitem], [role=tab], [role=option]';
/** Inside one of these, keys belong to it. */
const OVERLAY = '[role=dialog], [role=menu]';
const SLIDER = 'input[type=range], [role=slider], [role=radiogroup], input[type=radio]';

export type FocusFacts = {
  /** The focused element is a field for text, or a dialog or menu has the keys. */
  readonly inField: boolean;
  /** A control was reached by keyboard: Enter and Space press it. */
  readonly onControl: boolean;
  /** A slider or a group of choices: arrows move it. */
  readonly onSlider: boolean;
};

/** The command to run for a press, or null when the press belongs to the focused element or means nothing. */
export function commandFor(
  registry: CommandRegistry,
  press: KeyPress,
  focus: FocusFacts,
  mac: boolean,
): Command | null {
  const plain = !press.ctrlKey && !press.metaKey && !press.altKey;
  if (plain && focus.onControl && (press.key === 'Enter' || press.key === ' ')) return null;
  if (plain && focus.onSlider && press.key.startsWith('Arrow')) return null;
  return registry.find(press, { mac, inField: focus.inField });
}

function focusFacts(target: EventTarget | null, byKeyboard: boolean): FocusFacts {
  if (!(target instanceof Element)) return { inField: false, onControl: false, onSlider: false };
  return {
    inField: target.matches(TEXT_FIELD) || target.closest(OVERLAY) !== null,
    onControl: byKeyboard && target.matches(CONTROL),
    onSlider: byKeyboard && target.matches(SLIDER),
  };
}

/** True on a Mac, where `mod` is the Command key. */
export const isMac = () => /mac/i.test(navigator.platform);

/**
 * Listens until the returned function is called. A control that was clicked keeps the focus; it must not swallow
 * the next Enter that means "complete", so how the focus came about is followed.
 */
export function listenForKeys(registry: CommandRegistry, target: Window): () => void {
  let byKeyboard = false;
  const onPointer = () => {
    byKeyboard = false;
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Tab') byKeyboard = true;
    if (event.defaultPrevented || event.isComposing) return;
    const command = commandFor(registry, event, focusFacts(event.target, byKeyboard), isMac());
    if (!command) return;
    event.preventDefault();
    command.run();
  };
  target.addEventListener('pointerdown', onPointer, true);
  target.addEventListener('keydown', onKey);
  return () => {
    target.removeEventListener('pointerdown', onPointer, true);
    target.removeEventListener('keydown', onKey);
  };
}
