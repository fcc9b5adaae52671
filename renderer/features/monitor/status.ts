/** How a pipeline's and a cycle's status look. */
import type { CycleStatus } from '#core/model/cycle.ts';
import type { PipelineStatus } from '#core/model/pipeline.ts';
import type { WorkTone } from '#renderer/ui/state-dot.tsx';

export const STATUS_TONES = {
  Created: 'queued',
  Installed: 'done',
  Uninstalled: 'waiting',
  Failure: 'failed',
} as const satisfies Record<PipelineStatus, WorkTone>;

export const CYCLE_TONES = {
  pending: 'queued',
  rerun: 'running',
  'in-progress': 'running',
  success: 'done',
  failed: 'failed',
  terminated: 'queued',
} as const satisfies Record<CycleStatus, WorkTone>;
