import { useLayoutEffect, useState } from 'react';
import type { Command } from './command.ts';
import { currentKeys } from './key-choice.ts';
import { type CommandLayer, createCommandRegistry } from './registry.ts';

/** The window's one registry. */
export const commandRegistry = createCommandRegistry(currentKeys);

/**
 * Offers commands while the component is mounted: in the palette and on their keys. The list may be made anew at
 * every render; the latest one counts.
 */
export function useCommands(commands: readonly Command[], layer: CommandLayer = 'screen'): void {
  const [owner] = useState(() => Symbol('commands'));
  // Before the browser paints: a key pressed at the sight of a new screen must find its commands.
  useLayoutEffect(() => {
    commandRegistry.set(owner, commands, layer);
  });
  useLayoutEffect(() => () => commandRegistry.remove(owner), [owner]);
}
