/** What the commands about pipelines have in common. */
import { Argument, type Command } from 'commander';
import type { CallName } from '#contract/index.ts';
import type { CliEngine } from '../engine.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Runner, Session } from '../session.ts';
import { findPipeline, type PlacedPipeline } from './find.ts';
import { reachEngine } from './reach.ts';

export type PipelineFlags = { workspace?: string; project?: string; json?: boolean };

/** A command at work in a workspace. */
export type At<F extends PipelineFlags = PipelineFlags> = {
  readonly engine: CliEngine;
  readonly session: Session;
  readonly flags: F;
};

/** A command at work on one pipeline. */
export type OnPipeline<F extends PipelineFlags = PipelineFlags> = At<F> & {
  readonly pipeline: PlacedPipeline;
};

export type Group = {
  /** Adds a command with the options that all have. */
  add(name: string, description: string, example: string): Command;
  /** An action without a pipeline; `call` is what a serving engine is asked for instead. */
  act<F extends PipelineFlags>(
    call: CallName,
    work: (at: At<F>) => Promise<ExitCode>,
  ): (flags: F) => Promise<void>;
  /** An action on the pipeline that is the first argument. */
  actOn<F extends PipelineFlags>(
    call: CallName,
    work: (at: OnPipeline<F>) => Promise<ExitCode>,
  ): (name: string, flags: F) => Promise<void>;
  readonly run: Runner;
};

/** Actions that open the workspace. */
export function actions(run: Runner): Pick<Group, 'act' | 'actOn' | 'run'> {
  return {
    run,
    act: (call, work) => async (flags) => {
      await run(flags, async (session) =>
        reachEngine(flags, session, call, async (engine) => await work({ engine, session, flags })),
      );
    },
    actOn: (call, work) => async (name, flags) => {
      await run(flags, async (session) =>
        reachEngine(flags, session, call, async (engine) => {
          const pipeline = await findPipeline(engine, name, flags.project);
          return await work({ engine, session, flags, pipeline });
        }),
      );
    },
  };
}

export function pipelineArgument(): Argument {
  return new Argument('<pipeline>', 'id or name of the pipeline');
}
