/** One computer of a team: a served workspace in a process of its own, which may be killed at any moment and begins again. */
import { join } from 'node:path';
import type { CallInput, CallName, CallOutput } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { type CliHome, cliHome, type RunningCli } from '#test/cli/support/cli.ts';

/** The process was killed before it answered: whether it has done what it was asked is not known. */
export class Killed extends Error {}

export type Side = {
  readonly name: string;
  readonly workspace: string;
  readonly home: CliHome;
  /** As the API has it, from the first start on. */
  readonly address: string;
  /** Waits for the process, and answers. @throws Killed; SluiceError what the engine says */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** Begins again after a kill. */
  kill(): Promise<void>;
  /** Ends it as a person does. */
  end(): Promise<void>;
};

type Serving = { readonly address: string; readonly token: string };
type Life = { readonly running: RunningCli; readonly serving: Promise<Serving>; isKilled: boolean };

export async function openSide(name: string): Promise<Side> {
  const home = await cliHome();
  const workspace = home.path('workspace');
  const start = (port: string): Life => {
    const running = home.start('serve', '--workspace', workspace, '--port', port, '--json');
    const serving = running.firstLine().then((line) => JSON.parse(line) as Serving);
    // Whoever asks next hears of it.
    serving.catch(() => undefined);
    return { running, serving, isKilled: false };
  };
  let life = start('0');
  const { address } = await life.serving;
  const { port } = new URL(address);

  return {
    name,
    workspace,
    home,
    address,
    async call(call, input) {
      const asked = life;
      const { token } = await asked.serving.catch((cause: unknown) => {
        // It may be killed before it says that it serves; whoever is not killed and does not begin is broken.
        if (asked.isKilled) throw new Killed(`${name} was gone before it had begun`, { cause });
        throw cause;
      });
      const response = await fetch(`${new URL(address).origin}/call/${call}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(input),
      })
        .then((one) => one.json())
        .catch((cause: unknown) => {
          throw new Killed(`${name} was gone before it answered ${call}`, { cause });
        });
      const envelope = response as { ok: true; value: never } | { ok: false; error: SluiceError };
      if (envelope.ok) return envelope.value;
      const { code, message, details } = envelope.error;
      throw new SluiceError(code, message, details);
    },
    async kill() {
      life.isKilled = true;
      await life.running.end('SIGKILL');
      life = start(port);
    },
    async end() {
      const { code, stderr } = await life.running.end('SIGTERM');
      if (code !== 0 && code !== 130 && code !== 143)
        throw new Error(`${name} ended with ${code}: ${stderr}`);
    },
  };
}

/** Where the process of a side keeps its database. */
export const databaseOf = ({ workspace }: Side) => join(workspace, 'sluice.db');
