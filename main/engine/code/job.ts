/** What is handed to a worker, and what it answers. Everything here crosses threads and processes by copy. */
import { createHash } from 'node:crypto';
import type {
  Snippet,
  SnippetFault,
  SnippetGrants,
  SnippetLanguage,
  SnippetLimits,
  SnippetProblem,
} from './snippet.ts';

export type Program = {
  /** Hash of the rest: equal programs share what is compiled. */
  readonly key: string;
  readonly language: SnippetLanguage;
  readonly source: string;
  readonly functionName: string | null;
};

export type RunJob = {
  readonly kind: 'run';
  readonly id: number;
  readonly program: Program;
  /** One text an item: JSON of what is its own in the context, or nothing, then a line break, then its JSON. */
  readonly items: readonly string[];
  /** JSON text. */
  readonly context: string;
  /** What the snippet's clock shows, in milliseconds since 1970. */
  readonly time: number;
  readonly limits: SnippetLimits;
  readonly grants: SnippetGrants;
};

export type CheckJob = { readonly kind: 'check'; readonly id: number; readonly program: Program };

export type Job = RunJob | CheckJob;

/** Jobs that wait for the network have workers of their own, so that they keep no processor idle. */
export type Lane = 'compute' | 'waiting';

export type ItemOutcome =
  | {
      readonly ok: true;
      /** JSON text. */
      readonly json: string;
      readonly action: string | null;
      readonly logs: readonly string[];
    }
  | SnippetFault;

export type Report = {
  readonly id: number;
  /** Which item of the job the first outcome belongs to. */
  readonly from: number;
  readonly outcomes: readonly ItemOutcome[];
  /** Of a check: why the snippet cannot be run. */
  readonly problem: SnippetProblem | null;
  /** True: the job has ended. Items without an outcome were not run, and are to be handed out again. */
  readonly end: boolean;
};

/** How long the top level of a snippet may take while it is checked, in milliseconds. */
export const CHECK_MS = 2_000;

export function laneOf(job: Job): Lane {
  return job.kind === 'run' && job.grants.network.length > 0 ? 'waiting' : 'compute';
}

export function programOf(snippet: Snippet): Program {
  const { language, source } = snippet;
  const functionName = snippet.functionName ?? null;
  const key = createHash('sha256')
    .update(JSON.stringify([language, functionName]))
    .update(source)
    .digest('hex');
  return { key, language, source, functionName };
}
