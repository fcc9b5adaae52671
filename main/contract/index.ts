/** All calls there are, and the types that handlers and clients derive from them. */
import type { z } from 'zod';
import { annotations } from './annotations.ts';
import { api } from './api.ts';
import { app } from './app.ts';
import { assignments } from './assignments.ts';
import { backups } from './backups.ts';
import { clones } from './clones.ts';
import { code } from './code.ts';
import { conflicts } from './conflicts.ts';
import { cycles } from './cycles.ts';
import type { CallHome, CallSpec } from './define.ts';
import { drafts } from './drafts.ts';
import { explain } from './explain.ts';
import { folders } from './folders.ts';
import { health } from './health.ts';
import { hub } from './hub.ts';
import { ingest } from './ingest.ts';
import { items } from './items.ts';
import { packs } from './packs.ts';
import { pipelines } from './pipelines.ts';
import { projects } from './projects.ts';
import { recipes } from './recipes.ts';
import { remotePipelines } from './remote-pipelines.ts';
import { remoteRecipes } from './remote-recipes.ts';
import { runs } from './runs.ts';
import { simulate } from './simulate.ts';
import { storage } from './storage.ts';
import { sync } from './sync.ts';
import { takeAlong } from './take-along.ts';
import { taskPlans } from './task-plans.ts';
import { tasks } from './tasks.ts';
import { triggers } from './triggers.ts';
import { users } from './users.ts';
import { workspaceCheck } from './workspace-check.ts';
import { workspaces } from './workspaces.ts';

export const calls = {
  ...workspaces,
  ...workspaceCheck,
  ...storage,
  ...backups,
  ...projects,
  ...recipes,
  ...items,
  ...folders,
  ...clones,
  ...annotations,
  ...tasks,
  ...taskPlans,
  ...assignments,
  ...pipelines,
  ...cycles,
  ...runs,
  ...drafts,
  ...triggers,
  ...health,
  ...explain,
  ...simulate,
  ...code,
  ...ingest,
  ...hub,
  ...sync,
  ...packs,
  ...remotePipelines,
  ...remoteRecipes,
  ...conflicts,
  ...takeAlong,
  ...api,
  ...users,
  ...app,
} as const satisfies Record<string, CallSpec>;

export type CallName = keyof typeof calls;
/** What a caller may leave out is optional here. */
export type CallInput<N extends CallName> = z.input<(typeof calls)[N]['input']>;
/** What a handler receives: parsed, with defaults. */
export type CallArgs<N extends CallName> = z.output<(typeof calls)[N]['input']>;
export type CallOutput<N extends CallName> = z.output<(typeof calls)[N]['output']>;
export type CallNameAt<H extends CallHome> = {
  [N in CallName]: (typeof calls)[N]['home'] extends H ? N : never;
}[CallName];

/** One function per call. */
export type Handlers<N extends CallName> = {
  readonly [K in N]: (args: CallArgs<K>) => CallOutput<K> | Promise<CallOutput<K>>;
};

/** Calls by name: what the window's client, the CLI and tests all use. */
export type Caller = <N extends CallName>(name: N, input: CallInput<N>) => Promise<CallOutput<N>>;

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}
