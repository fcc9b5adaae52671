/** Tokens and passwords, read from where neither the shell's history nor the list of processes shows them. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { SluiceError } from '#core/errors.ts';

type Wanted = {
  /** As a person is asked for it. */
  readonly what: 'token' | 'password';
  /** Variable of the environment that may hold it. */
  readonly variable: string;
  /** True: from standard input, also when that is a terminal's. */
  readonly fromInput: boolean;
};

/** @throws SluiceError `invalid-input` when it is nowhere, `aborted` by Ctrl-C. */
export async function readSecret(
  { what, variable, fromInput }: Wanted,
  signal: AbortSignal,
): Promise<string> {
  const given = process.env[variable];
  if (!fromInput && given) return given;
  if (!fromInput && process.stdin.isTTY !== true) {
    const message = `Give the ${what} in ${variable}, or on standard input with "--token -".`;
    throw new SluiceError('invalid-input', message);
  }
  const line = (await readLine(process.stdin.isTTY ? `${what}: ` : null, signal)).trim();
  if (line !== '') return line;
  throw new SluiceError('invalid-input', `There was no ${what} on standard input.`);
}

/** One line of standard input. What is typed at a prompt is not shown. */
async function readLine(prompt: string | null, signal: AbortSignal): Promise<string> {
  if (prompt !== null) process.stderr.write(prompt);
  const nowhere = new Writable({ write: (_part, _encoding, done) => done() });
  const lines = createInterface({
    input: process.stdin,
    ...(prompt === null ? {} : { output: nowhere, terminal: true }),
  });
  try {
    return await new Promise<string>((resolve, reject) => {
      const stop = () => reject(new SluiceError('aborted', 'Interrupted.'));
      lines.once('line', resolve);
      lines.once('close', () => resolve(''));
      lines.once('SIGINT', stop);
      signal.addEventListener('abort', stop, { once: true });
    });
  } finally {
    lines.close();
    if (prompt !== null) process.stderr.write('\n');
  }
}
