/** Starts the real app for a test, and ends it without a trace. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { fromText } from '#contract/envelope.ts';
import type { CallInput, CallName, CallOutput } from '#contract/index.ts';
import { ensureElectron, PROJECT_ROOT } from '#dev/electron-runtime.ts';

/** Milliseconds; the app itself starts in two seconds here. */
const START_LIMIT = 30_000;

export type LaunchOptions = {
  /** Workspace folder to open at the start. */
  readonly workspace?: string;
  /** Folder for the app's own files; a fresh one that goes with the app by default. */
  readonly userData?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** For Chromium, e.g. `--disable-gpu-vsync`. */
  readonly switches?: readonly string[];
  /** Messages of the page's console that this test provokes; any other error fails it. */
  readonly expectedErrors?: readonly RegExp[];
};

export type TestApp = {
  readonly app: ElectronApplication;
  readonly window: Page;
  /** Calls the engine as the page does. @throws the error's message with its code in front */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  enginePid(): Promise<number>;
  /** Ends the engine's process without warning; answers its process id. */
  killEngine(): Promise<number>;
  /** Ends the app's main process without warning. */
  kill(): Promise<void>;
  /** Closes the app as a person does. @throws when the page has written errors to its console */
  close(): Promise<void>;
};

/** Starts the built app and waits for its window to load. */
export async function launchApp(options: LaunchOptions = {}): Promise<TestApp> {
  const executablePath = process.env['SLUICE_TEST_ELECTRON'] ?? (await ensureElectron()).executable;
  const userData = options.userData ?? (await mkdtemp(join(tmpdir(), 'sluice-e2e-')));
  const app = await _electron.launch({
    executablePath,
    args: [
      // Electron's sandbox cannot run as root; a container has no other user.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(options.switches ?? []),
      PROJECT_ROOT,
      ...(options.workspace === undefined ? [] : ['--workspace', options.workspace]),
    ],
    env: { ...cleanEnv(), ...ownDisplay(), ...options.env, SLUICE_USER_DATA: userData },
    timeout: START_LIMIT,
  });
  const errors: string[] = [];
  app.context().on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  app.context().on('weberror', (error) => errors.push(String(error.error())));
  const page = await app.firstWindow({ timeout: START_LIMIT });
  await page.waitForLoadState('load');

  async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    const text = await page.evaluate(([n, i]) => window.sluice.call(n, i), [name, input] as const);
    const envelope = fromText(text);
    if (!envelope.ok) throw new Error(`${envelope.error.code}: ${envelope.error.message}`);
    return envelope.value as CallOutput<N>;
  }
  const enginePid = async (): Promise<number> => (await call('diagnostics.ping', {})).pid;

  let ended = false;
  async function end(how: () => Promise<unknown>): Promise<void> {
    if (ended) return;
    ended = true;
    await how();
    if (options.userData === undefined) await rm(userData, { recursive: true, force: true, maxRetries: 5 });
  }
  return {
    app,
    window: page,
    call,
    enginePid,
    async killEngine() {
      const pid = await enginePid();
      process.kill(pid, 'SIGKILL');
      return pid;
    },
    kill: () =>
      end(async () => {
        const exit = new Promise((resolve) => app.process().once('exit', resolve));
        app.process().kill('SIGKILL');
        await exit;
      }),
    async close() {
      await end(() => app.close());
      const known = options.expectedErrors ?? [];
      const unexpected = errors.splice(0).filter((text) => !known.some((pattern) => pattern.test(text)));
      if (unexpected.length > 0) throw new Error(`The page's console has errors:\n${unexpected.join('\n')}`);
    },
  };
}

function cleanEnv(): Record<string, string> {
  const { ELECTRON_RUN_AS_NODE: _asNode, NODE_OPTIONS: _options, ...rest } = process.env;
  return Object.fromEntries(Object.entries(rest).filter((entry): entry is [string, string] => !!entry[1]));
}

/** The display of this worker, when each has its own. */
function ownDisplay(): Record<string, string> {
  const displays = (process.env['SLUICE_TEST_DISPLAYS'] ?? '').split(',');
  const display = displays[Number(process.env['TEST_PARALLEL_INDEX'] ?? 0)];
  return display ? { DISPLAY: display } : {};
}

/** Saves a picture of the window as `test-results/screenshots/NAME.png` and answers its path. */
export async function shoot(window: Page, name: string): Promise<string> {
  const folder = join(PROJECT_ROOT, 'test-results', 'screenshots');
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await window.screenshot({ path });
  return path;
}
