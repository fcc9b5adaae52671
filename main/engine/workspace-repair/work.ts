/** What every part of a repair works with: as much of an engine as it needs, so that it also runs without one. */
import type { EngineContext } from '../context.ts';
import type { Sources } from './sources.ts';
import type { Steps } from './steps.ts';

export type RepairContext = Pick<EngineContext, 'db' | 'files' | 'unit' | 'caches' | 'ports' | 'mediaTools'>;

export type RepairWork = {
  readonly ctx: RepairContext;
  readonly steps: Steps;
  readonly sources: Sources;
  /** True while an engine works in the workspace. */
  readonly inUse: boolean;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
};
