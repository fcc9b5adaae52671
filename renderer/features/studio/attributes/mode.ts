/** What number keys mean in the studio: labels, options of an attribute, or tags of the item. */
import { create } from 'zustand';

export type KeyMode = 'labels' | 'attributes' | 'tags';

type State = {
  readonly mode: KeyMode;
  /** Of those that are asked, the attribute whose options the digits choose. */
  readonly at: number;
};

export const useKeyMode = create<State>(() => ({ mode: 'labels', at: 0 }));

export function setKeyMode(mode: KeyMode): void {
  useKeyMode.setState({ mode, at: 0 });
}

/** Turns to the attribute at a place of the list. */
export function turnTo(at: number): void {
  useKeyMode.setState({ at });
}
