/** The commands that can be run now, from all the screens and parts that are mounted. */
import type { Command } from './command.ts';
import { type KeyPress, matchesKey, parseKey } from './keys.ts';

/** `app`: always there, around the screens; `screen`: of what is shown now. */
export type CommandLayer = 'app' | 'screen';

export type CommandRegistry = {
  /** Adds or replaces what an owner offers. Of two commands on one key that of the higher layer counts. */
  set(owner: symbol, commands: readonly Command[], layer?: CommandLayer): void;
  remove(owner: symbol): void;
  /** Enabled commands, the higher layer and the later owner first; of two with one id the first counts. */
  list(): readonly Command[];
  /** The command a key press means, or null. */
  find(press: KeyPress, where: { readonly mac: boolean; readonly inField: boolean }): Command | null;
  /** Commands with a key that an earlier one in the list has taken, for the conflict check. */
  conflicts(): readonly { readonly key: string; readonly ids: readonly string[] }[];
};

/** @param keysOf the keys of a command in force; its own by default */
export function createCommandRegistry(
  keysOf: (command: Command) => readonly string[] = ({ keys }) => keys ?? [],
): CommandRegistry {
  const owners = new Map<symbol, { readonly layer: CommandLayer; readonly commands: readonly Command[] }>();

  function list(): readonly Command[] {
    const byId = new Map<string, Command>();
    const latestFirst = [...owners.values()].reverse();
    const ordered = [
      ...latestFirst.filter((owner) => owner.layer === 'screen'),
      ...latestFirst.filter((owner) => owner.layer === 'app'),
    ];
    for (const { commands } of ordered) {
      for (const command of commands) {
        if (command.enabled !== false && !byId.has(command.id))
          byId.set(command.id, { ...command, keys: keysOf(command) });
      }
    }
    return [...byId.values()];
  }

  return {
    set: (owner, commands, layer = 'screen') => void owners.set(owner, { layer, commands }),
    remove: (owner) => void owners.delete(owner),
    list,
    find(press, where) {
      for (const command of list()) {
        if (where.inField && !command.inFields) continue;
        if (command.keys?.some((key) => matchesKey(parseKey(key), press, where.mac))) return command;
      }
      return null;
    },
    conflicts() {
      const ids = new Map<string, string[]>();
      for (const command of list()) {
        for (const key of command.keys ?? []) {
          const same = JSON.stringify(parseKey(key));
          ids.set(same, [...(ids.get(same) ?? []), command.id]);
        }
      }
      return [...ids].filter(([, taken]) => taken.length > 1).map(([key, taken]) => ({ key, ids: taken }));
    },
  };
}
