/** Commands on the wire (reference section 1.16). */
import type { Command } from '../../model/command.ts';
import { isoTime, urlOf } from './json.ts';

export function writeCommand(command: Command, base: string) {
  const isOver = command.status !== 'in-progress';
  return {
    id: command.id,
    // Clients cut this at `api/v1` and ask for the rest.
    url: urlOf(base, 'commands', command.id),
    status: command.status,
    createdAt: isoTime(command.createdAt),
    updatedAt: isoTime(command.updatedAt),
    type: command.type,
    progress: isOver ? 100 : progressOf(command),
    creator: command.creator,
    spec: command.reply,
    error: command.error === null ? null : { message: command.error },
  };
}

/** Percent, below 100 while it is under way. */
function progressOf({ done, total }: Command): number {
  return total === 0 ? 0 : Math.min(99, Math.floor((100 * done) / total));
}
