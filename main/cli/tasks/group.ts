/** What the commands about tasks have in common. */
import type { Command } from 'commander';
import type { Task } from '#core/model/task.ts';
import type { CliEngine } from '../engine.ts';
import type { ExitCode } from '../exit-codes.ts';
import { reachWorkspace } from '../reach.ts';
import type { Runner, Session } from '../session.ts';
import { findTask } from './find.ts';

export type TaskFlags = { workspace?: string; project?: string; json?: boolean };

/** Adds a command with the options that all have. */
export type Adder = (name: string, description: string, example: string) => Command;

/** A command at work in a workspace. */
export type WorkspaceAt<F extends TaskFlags = TaskFlags> = {
  readonly engine: CliEngine;
  readonly session: Session;
  readonly flags: F;
};

/** A command at work on one task. */
export type TaskAt<F extends TaskFlags = TaskFlags> = WorkspaceAt<F> & { readonly task: Task };

export async function inWorkspace<F extends TaskFlags>(
  flags: F,
  session: Session,
  work: (at: WorkspaceAt<F>) => Promise<ExitCode>,
): Promise<ExitCode> {
  return await reachWorkspace(flags, session, async (engine) => work({ engine, session, flags }));
}

/** An action on the task that is the first argument. */
export function inTask<F extends TaskFlags = TaskFlags>(
  run: Runner,
  work: (at: TaskAt<F>) => Promise<ExitCode>,
): (name: string, flags: F) => Promise<void> {
  return async (name, flags) => {
    await run(flags, async (session) =>
      inWorkspace(flags, session, async (at) => {
        return await work({ ...at, task: await findTask(at.engine, name, flags.project) });
      }),
    );
  };
}
