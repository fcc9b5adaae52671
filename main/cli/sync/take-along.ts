/** Bringing the files of what was taken along, as a terminal waits for it. */
import type { CallOutput } from '#contract/index.ts';
import type { CliEngine } from '../engine.ts';
import { nextEvent, refuseAborted } from '../idle.ts';
import type { Session } from '../session.ts';

type Along = CallOutput<'sync.along'>[number];

/** Milliseconds between two looks. */
const LOOK_MS = 500;

/**
 * Waits until the files of those are here, or something is in the way. Answers how they stand then.
 * @throws SluiceError `aborted`; the same command goes on then
 */
export async function bringAlong(
  engine: CliEngine,
  isMeant: (one: Along) => boolean,
  { output, signal }: Session,
): Promise<Along[]> {
  for (;;) {
    refuseAborted(signal);
    const found = (await engine.call('sync.along', {})).filter(isMeant);
    const isDone = ({ away, message }: Along) => away.files === 0 || message !== null;
    if (found.every(isDone)) return found;
    output.progress(found.map(({ away }) => `${away.files} files not here yet`).join(', '));
    await nextEvent(engine, signal, LOOK_MS);
  }
}
