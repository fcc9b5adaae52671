/** The graphs to start from, in the order in which they are offered. */
import type { Template } from './template.ts';
import { consensus } from './templates/consensus.ts';
import { preLabelAndReview } from './templates/pre-label-and-review.ts';
import { qaSampling } from './templates/qa-sampling.ts';
import { simple } from './templates/simple.ts';
import { taskToTask } from './templates/task-to-task.ts';
import { taskWithFilter } from './templates/task-with-filter.ts';
import { taskWithFunctionAndFilter } from './templates/task-with-function-and-filter.ts';
import { videoToQa } from './templates/video-to-qa.ts';

/** Their parts are checked when they are built, so any record may be given. */
export const TEMPLATES: readonly Template[] = [
  simple,
  taskToTask,
  taskWithFilter,
  taskWithFunctionAndFilter,
  videoToQa,
  qaSampling,
  consensus,
  preLabelAndReview,
];
