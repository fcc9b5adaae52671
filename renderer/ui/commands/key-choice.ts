/** The keys that a person has chosen, kept on this computer from one start to the next. */
import { create } from 'zustand';
import { type Bound, DEFAULT_CHOICE, type KeyChoice, keysInForce, readChoice } from './bindings.ts';

const PLACE = 'sluice.keys';

type KeyStore = {
  readonly choice: KeyChoice;
  /** True: keys that are pressed are shown, and those that a click could have been. */
  readonly trainer: boolean;
};

/** What is stored, or the default where nothing is, or nothing that can be read. */
function stored(): KeyStore {
  try {
    const value: unknown = JSON.parse(globalThis.localStorage.getItem(PLACE) ?? 'null');
    const read = readChoice(value);
    const trainer =
      typeof value === 'object' && value !== null && 'trainer' in value && value.trainer === true;
    return { choice: read.ok ? read.choice : DEFAULT_CHOICE, trainer };
  } catch {
    return { choice: DEFAULT_CHOICE, trainer: false };
  }
}

export const useKeyStore = create<KeyStore>()(stored);

function store(part: Partial<KeyStore>): void {
  useKeyStore.setState(part);
  const { choice, trainer } = useKeyStore.getState();
  globalThis.localStorage.setItem(PLACE, JSON.stringify({ ...choice, trainer }));
}

export const setKeyChoice = (choice: KeyChoice) => store({ choice });
export const setTrainer = (trainer: boolean) => store({ trainer });

/** The keys of a command now. */
export const currentKeys = (command: Bound) => keysInForce(command, useKeyStore.getState().choice);

/** The key to show for a command, or null. */
export function useFirstKey(command: Bound): string | null {
  return useKeyStore(({ choice }) => keysInForce(command, choice)[0] ?? null);
}
