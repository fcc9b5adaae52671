/**
 * Starts the app that `npm run pack` has put into `dist` once, as a person would: the window must come up, its engine
 * must open a workspace, and the app must end in order. Then the packed command line takes a sample video all the way.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { hasDisplay, startXvfb } from './display.ts';
import { ensureElectron, PROJECT_ROOT } from './electron-runtime.ts';
import { runCommand } from './run-command.ts';
import { askVersions, electronEnv } from './runtime/versions.ts';
import { runMain, SetupError } from './setup-error.ts';

/** Generous: a busy machine starts it in a few seconds. */
const LIMIT_MS = 60_000;

await runMain(async () => {
  if (process.platform !== 'linux') {
    throw new SetupError('The packed app is started on Linux only: elsewhere start it by hand from dist.');
  }
  const packed = join(PROJECT_ROOT, 'dist', 'linux-unpacked');
  const { executable } = await ensureElectron();
  const env = electronEnv(await askVersions(executable), process.env);
  const display = hasDisplay(process.env) ? undefined : await startXvfb();
  const folder = await mkdtemp(join(tmpdir(), 'sluice-smoke-'));
  try {
    const shown = display ? { DISPLAY: display.display } : {};
    console.log(
      await startOnce(packed, folder, { ...env, ...shown, SLUICE_USER_DATA: join(folder, 'data') }),
    );
    console.log(await runCli(packed, { ...env, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder }));
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    await display?.close();
  }
});

async function startOnce(packed: string, folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const args = ['--remote-debugging-port=0', '--workspace', join(folder, 'workspace')];
  const noSandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = spawn(join(packed, 'sluice'), [...noSandbox, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(app, 'exit');
  const timer = setTimeout(() => app.kill('SIGKILL'), LIMIT_MS);
  try {
    // By the debugging port of the page: the app's own inspection is shut in a build for users.
    const browser = await chromium.connectOverCDP(await debuggingAddress(app));
    const page = browser.contexts()[0]?.pages()[0];
    if (!page) throw new SetupError('The packed app shows no window.');
    const engine = await askEngine(page);
    await browser.close();
    app.kill('SIGTERM');
    const [code] = await ended;
    if (code !== 0) throw new SetupError(`The packed app ended with ${code} when it was told to end.`);
    return `The packed app starts, and its engine runs on ${engine}.`;
  } finally {
    clearTimeout(timer);
    app.kill('SIGKILL');
  }
}

function debuggingAddress(app: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    app.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address) resolve(address);
    });
    app.once('error', reject);
    app.once('exit', () => reject(new SetupError(`The packed app ended before its window came up: ${said}`)));
  });
}

async function askEngine(page: Page): Promise<string> {
  await page.getByRole('heading', { name: 'Start a project' }).waitFor({ timeout: LIMIT_MS });
  const text = String(await page.evaluate('window.sluice.call("diagnostics.ping", {})'));
  const node = /"engineNode":"([\d.]+)"/.exec(text)?.[1];
  if (!node) throw new SetupError(`The packed app's engine answered ${text}.`);
  return `Node ${node}`;
}

async function runCli(packed: string, env: NodeJS.ProcessEnv): Promise<string> {
  const script = join(packed, 'resources', 'app.asar.unpacked', 'out', 'cli', 'sluice.js');
  const demo = { command: process.execPath, args: [script, 'demo', '--json', '--frames', '5'] };
  const { code, stdout, stderr } = await runCommand(demo, { env, limitMs: LIMIT_MS });
  if (code !== 0) throw new SetupError(`The packed command line ended with ${code}: ${stderr.trim()}`);
  await talkToServer(script, env);
  return `The packed command line works: ${stdout.trim()}`;
}

/** Commands that go to a server of the same package: by the SDK, and to the workspace that it has open. */
async function talkToServer(script: string, env: NodeJS.ProcessEnv): Promise<void> {
  const server = spawn(process.execPath, [script, 'serve', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  try {
    const [line] = await Promise.race([
      once(server.stdout.setEncoding('utf8'), 'data'),
      ended.then(([code]) => Promise.reject(new SetupError(`The packed server ended with ${code}.`))),
    ]);
    const address = /"address":"([^"]+)"/.exec(String(line))?.[1] ?? '';
    const run = async (...args: string[]) =>
      await runCommand({ command: process.execPath, args: [script, ...args] }, { env, limitMs: LIMIT_MS });
    const refused = await run('events', '--url', address, '--token', 'none');
    if (refused.code !== 2 || !refused.stderr.includes('token')) {
      throw new SetupError(`The packed "events" ended with ${refused.code}: ${refused.stderr.trim()}`);
    }
    const listed = await run('projects', 'list', '--json');
    if (listed.code !== 0) {
      throw new SetupError(`The packed "projects" ended with ${listed.code}: ${listed.stderr.trim()}`);
    }
  } finally {
    server.kill('SIGTERM');
    await ended;
  }
}
