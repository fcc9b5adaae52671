/** Bringing all files of a linked dataset, as a terminal waits for it. */
import type { CallOutput } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { CliEngine } from '../engine.ts';
import { nextEvent, refuseAborted } from '../idle.ts';
import type { Session } from '../session.ts';

export type FilesState = CallOutput<'sync.files'>[number];

/** Milliseconds between two looks. */
const LOOK_MS = 500;

/** @throws SluiceError `not-found` when it is not linked. */
export async function filesOf(engine: CliEngine, datasetId: FilesState['datasetId']): Promise<FilesState> {
  const found = (await engine.call('sync.files', {})).find((one) => one.datasetId === datasetId);
  if (found) return found;
  throw new SluiceError('not-found', 'This dataset is not linked to a remote.', { datasetId });
}

/** Waits until they are here, or something is in the way. @throws SluiceError `aborted`; the same command goes on then. */
export async function keepFiles(
  engine: CliEngine,
  datasetId: FilesState['datasetId'],
  { output, signal }: Session,
): Promise<FilesState> {
  await engine.call('sync.keepFiles', { datasetId, keep: true });
  for (;;) {
    refuseAborted(signal);
    const now = await filesOf(engine, datasetId);
    const isStuck = now.state === 'waiting' && now.message !== null;
    if (isStuck || now.state === 'here' || now.state === 'off') return now;
    output.progress(describeFiles(now));
    await nextEvent(engine, signal, LOOK_MS);
  }
}

export function describeFiles({ away, message }: FilesState): string {
  const left =
    away.files === 0 ? 'all here' : `${away.files} not here yet (${Math.ceil(away.bytes / 1e6)} MB)`;
  return message === null ? left : `${left}: ${message}`;
}
