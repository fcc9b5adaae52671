/** What the engine and the process for snippets say to each other. Sent as structured clones. */
import type { Job, Report } from './job.ts';

export type ToProcess =
  | { readonly kind: 'start'; readonly job: Job }
  | { readonly kind: 'abort'; readonly id: number };

export type FromProcess =
  /** Said every BEAT_MS while there is work. */
  { readonly kind: 'beat' } | { readonly kind: 'report'; readonly report: Report };

export const BEAT_MS = 1_000;
