/**
 * The models that come with the app, as far as one can know them without loading them.
 */
import type { ModelInfo } from './model.ts';

export const BRIGHT_REGIONS = {
  id: 'sluice/bright-regions',
  title: 'Bright regions',
  labels: ['bright'],
  confidence: 0,
} as const satisfies ModelInfo;

export const MODEL_CATALOGUE: readonly ModelInfo[] = [BRIGHT_REGIONS];
