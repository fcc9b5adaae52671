/** What every command runs in: its output, the signals that end it, and the exit code it leaves. */
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.ts';
import { createOutput, type Output } from './output.ts';

export type Session = {
  readonly output: Output;
  /** Aborted by Ctrl-C or a request to end; a second one ends the process at once. */
  readonly signal: AbortSignal;
};

export type CommandWork = (session: Session) => Promise<ExitCode>;

/** Where a command hands its work in once its arguments are read. */
export type Runner = (options: { readonly json?: boolean | undefined }, work: CommandWork) => Promise<void>;

/** Runs the work of one command, tells its error in one line, and gives its exit code. */
export async function perform(json: boolean, work: CommandWork): Promise<ExitCode> {
  const output = createOutput(json);
  const ending = new AbortController();
  const end = () => {
    if (ending.signal.aborted) process.exit(EXIT.interrupted);
    ending.abort();
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  try {
    return await work({ output, signal: ending.signal });
  } catch (error) {
    output.fail(error);
    return exitCodeOf(error);
  } finally {
    process.off('SIGINT', end);
    process.off('SIGTERM', end);
  }
}
