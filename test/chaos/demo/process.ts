/** `sluice demo` as a process that can be killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { PROJECT_ROOT } from '#dev/electron-runtime.ts';

const SCRIPT = join(PROJECT_ROOT, 'main', 'cli', 'sluice.ts');

const outcomeSchema = z.strictObject({
  videos: z.int(),
  frames: z.int(),
  labelled: z.int(),
  approved: z.int(),
  discarded: z.int(),
  reworked: z.int(),
  cycles: z.int(),
  failed: z.int(),
  seconds: z.number(),
});
export type Outcome = z.infer<typeof outcomeSchema>;

export type DemoRun = {
  readonly workspace: string;
  readonly frames: number;
  /** Kill it after so many milliseconds; null: let it end. */
  readonly killAfter: number | null;
};

/**
 * What the demo printed; null when it was killed first.
 * @throws Error with what it said when it ended by itself without a result.
 */
export async function runDemoProcess(run: DemoRun): Promise<Outcome | null> {
  const args = ['demo', '--json', '--workspace', run.workspace, '--frames', String(run.frames)];
  const home = dirname(run.workspace);
  const child = spawn(process.execPath, [SCRIPT, ...args], {
    env: { ...process.env, XDG_CONFIG_HOME: join(home, 'config'), XDG_DATA_HOME: join(home, 'data') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const timer = run.killAfter === null ? undefined : setTimeout(() => child.kill('SIGKILL'), run.killAfter);
  await once(child, 'close');
  clearTimeout(timer);
  if (child.signalCode === 'SIGKILL' && run.killAfter !== null) return null;
  // 3: executions failed. That is a result too, and the wrong one.
  if (child.exitCode !== 0 && child.exitCode !== 3)
    throw new Error(`The demo ended with ${child.exitCode}: ${stderr}`);
  return outcomeSchema.parse(JSON.parse(stdout));
}
