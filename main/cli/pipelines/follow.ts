/** Waiting for what a command has started. */
import { Option } from 'commander';
import { SluiceError } from '#core/errors.ts';
import type { Command } from '#core/model/command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { nextEvent, refuseAborted, waitForIdle } from '../idle.ts';
import { jobText } from '../job-text.ts';
import type { At } from './group.ts';
import { count } from './text.ts';

export function waitOption(): Option {
  return new Option(
    '--wait',
    'wait until everything is done or waits for people; without, the work goes on when the workspace is open',
  );
}

/** How long to wait for an event before asking again, in milliseconds. */
const LONGEST_PAUSE_MS = 100;

/**
 * The command at its end, telling how far it has come.
 * @throws SluiceError `aborted` when the person has interrupted; the command goes on at the engine's next start.
 */
export async function followCommand(
  { engine, session }: Pick<At, 'engine' | 'session'>,
  { id }: Command,
): Promise<Command> {
  for (;;) {
    const command = await engine.call('commands.get', { commandId: id });
    if (command.status !== 'in-progress') return command;
    const { done, total } = command;
    session.output.progress(total > 0 ? `${done} of ${total}` : String(done));
    await nextEvent(engine, session.signal, LONGEST_PAUSE_MS);
    refuseAborted(session.signal);
  }
}

/** "12 cycles started", or why it ended before. */
export function commandText(command: Command, done: string): string {
  const made = `${count(command.done, 'cycle')} ${done}`;
  if (command.status === 'success') return `${made}.`;
  const why = command.error ? `: ${command.error}` : '';
  return `${made} of ${command.total}, then it ${command.status === 'aborted' ? 'was stopped' : 'failed'}${why}`;
}

export function commandExit({ status }: Command): ExitCode {
  return status === 'success' ? EXIT.ok : EXIT.workFailed;
}

/** Waits until everything is done or waits for people, telling how much is to go. */
export async function settle({ engine, session }: At): Promise<void> {
  await waitForIdle(engine, session.signal, ({ machineWork }, jobs) =>
    session.output.progress([`${count(machineWork, 'step')} to go`, ...jobs.map(jobText)].join('; ')),
  );
}

/**
 * The answer, unless the person interrupts first.
 * @throws SluiceError `aborted`; what was asked is given up when the engine closes.
 */
export async function untilAborted<T>(signal: AbortSignal, answer: Promise<T>): Promise<T> {
  return await new Promise((resolve, reject) => {
    const giveUp = () => reject(new SluiceError('aborted', 'Interrupted.'));
    signal.addEventListener('abort', giveUp, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
