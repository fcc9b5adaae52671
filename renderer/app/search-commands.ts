/** Finding commands by what a person types. */
import type { Command } from '#renderer/ui/commands/command.ts';

/** How well the text fits: every word must occur; earlier and at the start of words is better. Null: it does not. */
function score(command: Command, words: readonly string[]): number | null {
  const title = command.title.toLowerCase();
  const all = `${title} ${command.group.toLowerCase()}`;
  let sum = 0;
  for (const word of words) {
    const at = all.indexOf(word);
    if (at < 0) return null;
    const atWordStart = at === 0 || all[at - 1] === ' ';
    sum += (at < title.length ? 0 : 100) + (atWordStart ? 0 : 50) + at;
  }
  return sum;
}

/** The commands that fit all words of the query, best first; all of them, as they come, for an empty query. */
export function searchCommands(commands: readonly Command[], query: string): readonly Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return commands;
  return commands
    .map((command) => ({ command, score: score(command, words) }))
    .filter((entry): entry is { command: Command; score: number } => entry.score !== null)
    .sort((a, b) => a.score - b.score)
    .map((entry) => entry.command);
}

/** Under their headings, headings and commands in the order they come. */
export function groupCommands(
  commands: readonly Command[],
): readonly { readonly name: string; readonly commands: readonly Command[] }[] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    const group = groups.get(command.group) ?? [];
    group.push(command);
    groups.set(command.group, group);
  }
  return [...groups].map(([name, members]) => ({ name, commands: members }));
}
