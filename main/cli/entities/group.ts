/** What the commands about one kind of thing (projects, datasets, items…) have in common. */
import type { Command } from 'commander';
import type { CliEngine } from '../engine.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { jsonOption, workspaceOption } from '../options.ts';
import { reachWorkspace } from '../reach.ts';
import type { Runner, Session } from '../session.ts';

export type EntityFlags = {
  readonly workspace?: string;
  readonly project?: string;
  readonly json?: boolean;
};

export type EntityGroup = {
  /** Adds a command with the options that all have. */
  add(name: string, description: string, example: string): Command;
  /** Does the work in the workspace and shows what comes of it. */
  show<T>(
    flags: EntityFlags,
    work: (engine: CliEngine, session: Session) => Promise<T>,
    describe: (result: T) => string,
    /** The exit code, when it is not always that of success. */
    exit?: (result: T) => ExitCode,
  ): Promise<void>;
};

/** A command that holds others. @param examples one a line, without what stands in front of all */
export function entityGroup(
  program: Command,
  run: Runner,
  group: { readonly name: string; readonly description: string; readonly examples: readonly string[] },
): EntityGroup {
  const examples = group.examples.map((example) => `  ${example}`).join('\n');
  const parent = program
    .command(group.name)
    .description(group.description)
    .addHelpText('after', `\nExamples:\n${examples}`);
  return {
    add: (name, description, example) =>
      parent
        .command(name)
        .description(description)
        .addOption(workspaceOption())
        .addOption(jsonOption())
        .addHelpText('after', `\nExample:\n  ${example}`),
    show: async (flags, work, describe, exit) =>
      await run(flags, async (session) => {
        const result = await reachWorkspace(flags, session, (engine) => work(engine, session));
        session.output.result(result, () => describe(result));
        return exit ? exit(result) : EXIT.ok;
      }),
  };
}
