/**
 * Where code runs that may hang or crash: in a Node process of its own, or, where none can be started, in a thread.
 */
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { SluiceError } from '#core/errors.ts';
import { lineReader } from './media/line-tail.ts';

export type HostWay = 'process' | 'thread';

export type HostRuntime = {
  /** `process.versions.electron`: set inside of Electron. */
  readonly electron: string | undefined;
  /** `ELECTRON_RUN_AS_NODE`: set where Electron's program runs as a plain Node. */
  readonly runAsNode: string | undefined;
};

/**
 * A process wherever this program is a Node. Electron's program is one only on request, and the packaged app refuses
 * that: forking it would start the app a second time. There it is a thread, which stops an endless loop as well, but
 * takes the engine along when native code crashes.
 */
export function hostWay(runtime: HostRuntime): HostWay {
  return runtime.electron === undefined || runtime.runAsNode ? 'process' : 'thread';
}

/** The way for the program that runs now. */
export function currentHostWay(): HostWay {
  return hostWay({
    electron: process.versions['electron'],
    runAsNode: process.env['ELECTRON_RUN_AS_NODE'],
  });
}

/**
 * The file to start for a source file of the engine. In a build it is a bundle of its own, named alike, in the folder
 * of the bundle that asks or above it. Throws `internal` when the build left it out.
 */
export function entryFile(source: URL): string {
  // A plain Node cannot read inside of the app's archive; the engine's folder also lies unpacked beside it.
  const wanted = fileURLToPath(source).replace(`app.asar${sep}`, `app.asar.unpacked${sep}`);
  const bundle = basename(wanted).replace(/\.ts$/, '.js');
  const places = [wanted, join(dirname(wanted), bundle), join(dirname(wanted), '..', bundle)];
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new SluiceError('internal', `"${bundle}" is missing from this build of Sluice. Install it again.`, {
    places,
  });
}

export type HostedEvents = {
  readonly message: (message: unknown) => void;
  /** It has ended; `how` is a piece of a sentence: "exit code 1", "signal SIGKILL". Told once, after all it printed. */
  readonly exit: (how: string) => void;
  /** It has printed a line. */
  readonly output: (line: string) => void;
};

export type Hosted = {
  /** Null for a thread, and when the process could not be made. */
  readonly pid: number | null;
  /** Structured clone; dropped when it has ended. */
  send(message: object): void;
  /** Ends it at once. */
  kill(): void;
};

/** Starts a file made by `entryFile`. Never throws: what cannot be started has ended. */
export function startHosted(entry: string, way: HostWay, events: HostedEvents): Hosted {
  return way === 'process' ? startProcess(entry, events) : startThread(entry, events);
}

function startProcess(entry: string, events: HostedEvents): Hosted {
  const { NODE_OPTIONS: _options, ...env } = process.env;
  const child = fork(entry, [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    // Options of this process, such as an inspector's port, are not for its children.
    execArgv: [],
    env,
    windowsHide: true,
  });
  const end = once(events.exit);
  for (const pipe of [child.stdout, child.stderr]) readLines(pipe, events.output);
  child.on('message', events.message);
  child.on('close', (code, signal) => end(signal === null ? `exit code ${code}` : `signal ${signal}`));
  child.on('error', (error) => {
    if (child.pid === undefined) end(error.message);
  });
  return {
    pid: child.pid ?? null,
    // With a callback a message to a process that has just ended is dropped; `exit` tells whoever waits.
    send: (message) => void (child.connected && child.send(message, () => undefined)),
    kill: () => void child.kill('SIGKILL'),
  };
}

function startThread(entry: string, events: HostedEvents): Hosted {
  const thread = new Worker(entry, { stdout: true, stderr: true, execArgv: [] });
  const end = once(events.exit);
  for (const pipe of [thread.stdout, thread.stderr]) readLines(pipe, events.output);
  thread.on('message', events.message);
  thread.on('error', (error) => {
    events.output(error instanceof Error ? (error.stack ?? error.message) : String(error));
  });
  thread.on('exit', (code) => end(`exit code ${code}`));
  return {
    pid: null,
    send: (message) => thread.postMessage(message),
    kill: () => void thread.terminate(),
  };
}

function readLines(pipe: NodeJS.ReadableStream | null, output: (line: string) => void): void {
  const lines = lineReader(output);
  pipe?.setEncoding('utf8');
  pipe?.on('data', (chunk: string) => lines.push(chunk)).on('end', () => lines.end());
}

function once(tell: (how: string) => void): (how: string) => void {
  let told = false;
  return (how) => {
    if (told) return;
    told = true;
    tell(how);
  };
}
