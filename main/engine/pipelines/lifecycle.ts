/** Installing, pausing and resetting a pipeline. Each is a part of one transaction. */
import { SluiceError } from '#core/errors.ts';
import {
  type Pipeline,
  type PipelineStatus,
  type ResumeOption,
  resumeOptionSchema,
} from '#core/model/pipeline.ts';
import { settingsOf } from '#core/pipeline/settings.ts';
import { afterPipelineEvent } from '#core/pipeline/states.ts';
import { validateGraph } from '#core/pipeline/validate.ts';
import { abortCommands } from '../db/queries/commands.ts';
import { clearCounters } from '../db/queries/counters.ts';
import { lastCycleKey } from '../db/queries/cycles.ts';
import { setInstalledVersion, setPipelineStatus, setResetCycle } from '../db/queries/pipelines.ts';
import type { Graphs } from '../jobs/graphs.ts';
import { timeProblems } from '../jobs/times.ts';
import type { Tx } from '../unit.ts';
import { moveCycles } from './move.ts';
import { saveTasks } from './tasks.ts';
import { terminateAll } from './terminate.ts';
import { installTriggers, pauseTriggers } from './triggers.ts';

export type Install = {
  readonly graphs: Graphs;
  /** Who gets the items of tasks that name nobody. */
  readonly person: string;
  readonly resumeOption?: ResumeOption | undefined;
  readonly inFlight?: 'finish' | 'move';
};

/**
 * Makes the tasks of its task nodes and lets work start; items that came while it was not installed start now.
 * @throws SluiceError `pipeline-invalid` with every problem of the graph in its details.
 */
export function installPipeline(tx: Tx, pipeline: Pipeline, install: Install): void {
  const problems = [...validateGraph(pipeline.graph), ...timeProblems(pipeline.graph, tx.now)];
  const [first] = problems.filter((problem) => problem.severity === 'error');
  if (first) throw new SluiceError('pipeline-invalid', first.message, { problems });
  const next = afterPipelineEvent(pipeline.status, 'install');
  const resume = install.resumeOption ?? resumeOptionOf(pipeline);
  if (pipeline.status !== 'Installed' && resume === 'terminateExistingCycles') {
    abortCommands(tx.db, pipeline.id, tx.now);
    terminateAll(tx, pipeline.id, 'Ended when the pipeline was installed again.');
  }
  saveTasks(tx, pipeline, install.person);
  setInstalledVersion(tx.db, pipeline.id, pipeline.version);
  const moved =
    install.inFlight === 'move' ? moveCycles(tx, install.graphs, pipeline.id, pipeline.version) : null;
  const text = [
    `Installed, version ${pipeline.version}`,
    ...(moved === null ? [] : [`${moved.movable} cycles went over to it, ${moved.stuck} end on theirs`]),
  ].join('; ');
  setStatus(tx, pipeline, next, text);
  installTriggers(tx, install.graphs(pipeline.id, pipeline.version));
}

/** As the settings say; values of a wrong type, which the reference's own client writes, say nothing. */
function resumeOptionOf({ settings, graph }: Pipeline): ResumeOption {
  const chosen = resumeOptionSchema.safeParse(settings['defaultResumeOption']);
  return chosen.data ?? settingsOf(graph).defaultResumeOption ?? 'resumeExistingCycles';
}

/** Notes that an install found a graph that cannot run. What is installed stays as it is. */
export function refuseInstall(tx: Tx, pipeline: Pipeline, why: string): void {
  if (pipeline.status === 'Installed') return;
  setStatus(tx, pipeline, afterPipelineEvent(pipeline.status, 'refuse'), `Could not be installed: ${why}`);
}

/** Starts nothing new. @throws SluiceError `wrong-state` when it is not installed. */
export function pausePipeline(tx: Tx, pipeline: Pipeline, keepTriggersActive?: boolean): void {
  const next = afterPipelineEvent(pipeline.status, 'pause');
  pauseTriggers(tx, pipeline, keepTriggersActive);
  setStatus(tx, pipeline, next, 'Paused');
}

/** Clears cycles and counters; history stays. @throws SluiceError `wrong-state` while it is installed. */
export function resetPipeline(tx: Tx, pipeline: Pipeline): void {
  if (pipeline.status === 'Installed') {
    throw new SluiceError('wrong-state', "Pipeline with installed status couldn't be updated", {
      status: pipeline.status,
    });
  }
  const next = afterPipelineEvent(pipeline.status, 'reset');
  abortCommands(tx.db, pipeline.id, tx.now);
  const ended = terminateAll(tx, pipeline.id, 'Ended by a reset of the pipeline.');
  // The counters of what was just ended are written with the rest of this transaction, and must not outlive it.
  tx.ledger.flush();
  setResetCycle(tx.db, pipeline.id, lastCycleKey(tx.db), tx.now);
  clearCounters(tx.db, pipeline.id);
  setStatus(tx, pipeline, next, `Reset: ${ended} open cycles ended, counters cleared`);
}

function setStatus(tx: Tx, pipeline: Pipeline, status: PipelineStatus, text: string): void {
  setPipelineStatus(tx.db, pipeline.id, status, tx.now);
  tx.explain({ kind: 'pipeline-status', pipelineId: pipeline.id, text });
  tx.changes.pipeline(pipeline.id);
  tx.changes.project(pipeline.projectId);
}
