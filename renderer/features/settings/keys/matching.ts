/** Finding commands by name, or by a key that they have. */
import { type KeyChoice, keyIdentity, keysInForce } from '#renderer/ui/commands/bindings.ts';
import type { KnownCommand } from './catalogue.ts';

/** Those whose name holds all words, and those that have just this key: "ctrl+z" and "mod+Z" are one. */
export function matching(
  commands: readonly KnownCommand[],
  query: string,
  choice: KeyChoice,
): readonly KnownCommand[] {
  const text = query.trim().toLowerCase();
  if (text === '') return commands;
  const words = text.split(/\s+/);
  const key = keyIdentity(text.replace(/^(?:ctrl|cmd)\+/, 'mod+'));
  return commands.filter((command) => {
    const name = `${command.title} ${command.group}`.toLowerCase();
    return (
      words.every((word) => name.includes(word)) ||
      keysInForce(command, choice).some((one) => keyIdentity(one) === key)
    );
  });
}
