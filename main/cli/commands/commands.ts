import type { Command } from 'commander';
import { writeCommand } from '#core/formats/dataloop/command.ts';
import { commandIdSchema } from '#core/model/ids.ts';
import { idIn } from '../entities/find.ts';
import { type EntityFlags, entityGroup } from '../entities/group.ts';
import { facts } from '../output.ts';
import type { Runner } from '../session.ts';

/** `sluice commands`: long work that was started here or by the API. */
export function addCommands(program: Command, run: Runner): void {
  const { add, show } = entityGroup(program, run, {
    name: 'commands',
    description: 'see how far long work has come, and stop it',
    examples: ['sluice commands show 0196b0c1d2e3000000000001 --json'],
  });
  const known = [
    ['show', 'commands.get', 'show how far a command has come'],
    ['abort', 'commands.abort', 'stop a command; what it has done stays'],
  ] as const;
  for (const [name, call, description] of known) {
    add(name, description, `sluice commands ${name} 0196b0c1d2e3000000000001`)
      .argument('<command>', 'id of the command')
      .action(async (id: string, flags: EntityFlags) => {
        await show(
          flags,
          async (engine) =>
            writeCommand(await engine.call(call, { commandId: idIn(commandIdSchema, id, 'a command') }), ''),
          (one) =>
            facts([
              ['command', one.id],
              ['type', one.type],
              ['status', one.status],
              ['progress', `${one.progress} %`],
              ['error', one.error?.message ?? 'none'],
            ]),
        );
      });
  }
}
