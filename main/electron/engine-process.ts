/** Keeps an engine running: starts it, carries calls to it, starts it again after a crash, ends it. */
import { type Envelope, fromText, toText } from '#contract/envelope.ts';
import type { EngineEvent, EventPayload } from '#contract/events.ts';
import type { CallOutput } from '#contract/index.ts';
import { SluiceError, toWireError, type WireError } from '#core/errors.ts';
import type { Cipher } from '#core/ports.ts';
import { createCrashGuard } from './crash-guard.ts';
import type { EngineChild, StartEngine } from './engine-child.ts';
import type { EngineStart, FromEngine } from './engine-messages.ts';
import { createFlights, failure } from './flights.ts';
import { createGate } from './gate.ts';

export type EngineState = EventPayload<'engine.state'>;

export type EngineProcess = {
  /**
   * Sends a call; never rejects. While no engine is ready it waits, and fails with `engine-unavailable` when none
   * gets ready in time. What an engine took and did not answer before it ended fails with `engine-restarted`.
   */
  call(name: string, input: unknown): Promise<Envelope<unknown>>;
  /** `call`, its answer as the text of an envelope, for whoever hands it on. */
  ask(name: string, input: unknown): Promise<string>;
  /** Hears the engine's events and, as `engine.state`, what becomes of the engine itself. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
  /** What the last `engine.state` event said. */
  state(): EngineState;
  /** Starts an engine that was given up once more. */
  restart(): void;
  /** Lets the engine finish and end, after a deadline by force. */
  stop(): Promise<void>;
  /** Null while there is none. */
  pid(): number | null;
};

export type EngineOptions = {
  readonly startEngine: StartEngine;
  readonly start: EngineStart;
  /** Workspace to open at the start. After a crash it is the one that was open last. */
  readonly workspace: string | null;
  /** Gets what the engine prints and what becomes of it. */
  readonly log: (text: string) => void;
  /** The system's key store, for the engine's secrets. */
  readonly cipher: Cipher;
  /** The longest wait of a call for an engine that starts, in milliseconds. */
  readonly readyLimitMs?: number;
  /** How long an engine may take to finish, in milliseconds. */
  readonly stopLimitMs?: number;
};

export function createEngineProcess(options: EngineOptions): EngineProcess {
  const { startEngine, start, log, cipher, readyLimitMs = 20_000, stopLimitMs = 8_000 } = options;
  const listeners = new Set<(event: EngineEvent) => void>();
  const guard = createCrashGuard(() => performance.now());
  const gate = createGate(readyLimitMs);
  const flights = createFlights((message) => child?.send(message));
  let child: EngineChild | null = null;
  let state: EngineState = { state: 'starting', error: null };
  let workspace = options.workspace;
  let restartTimer: NodeJS.Timeout | undefined;
  let stopped: Promise<void> | undefined;
  let childGone = (): void => undefined;

  function launch(): void {
    const launched = startEngine({
      // What the system still delivers from one that has ended is of no use any more.
      message: (message) => child === launched && hear(message),
      exit: ended,
      output: log,
    });
    child = launched;
    launched.send({ kind: 'start', start });
  }

  function hear(message: FromEngine): void {
    switch (message.kind) {
      case 'ready':
        void letCallsIn();
        break;
      case 'unable':
        giveUp(message.error);
        child?.kill();
        break;
      case 'answer':
        flights.land(message.id, message.text);
        break;
      case 'cipher':
        void answerCipher(message);
        break;
      case 'event':
        // An engine knows of its workspace, but not of its own crashes: its state is told from here alone.
        if (message.event.name === 'engine.state') break;
        emit(message.event);
        if (message.event.name === 'workspace.changed') remember(message.event.payload.workspace);
        break;
    }
  }

  async function answerCipher({ id, how, text }: FromEngine & { kind: 'cipher' }): Promise<void> {
    const asker = child;
    const answer = await cipher[how](text);
    // The next engine counts its questions anew.
    if (child === asker) asker?.send({ kind: 'ciphered', id, text: answer });
  }

  /** The workspace comes first: calls that waited must not find an engine without it. */
  async function letCallsIn(): Promise<void> {
    const text = workspace === null ? null : await flights.send('workspaces.open', { path: workspace });
    const opened = text === null ? null : fromText(text);
    // It ended meanwhile, and the next one begins anew.
    if (child === null) return;
    if (opened?.ok === false) workspace = null;
    gate.open();
    tell(workspace === null ? 'idle' : 'ready', opened?.ok === false ? opened.error : null);
  }

  function remember(current: CallOutput<'workspaces.current'>): void {
    workspace = current?.path ?? null;
    // While it starts, the event belongs to the opening that letCallsIn waits for.
    if (state.state === 'idle' || state.state === 'ready') tell(workspace === null ? 'idle' : 'ready', null);
  }

  function ended(how: string): void {
    child = null;
    gate.close();
    log(`The engine ended: ${how}\n`);
    if (stopped) {
      flights.crash((name) => unavailable(`Sluice was closed before "${name}" was done.`));
      childGone();
      return;
    }
    flights.crash(restarted);
    if (state.state === 'failed') return;
    const delay = guard.crashed();
    if (delay === null) {
      giveUp(toWireError(hopeless(how, start.logFile)));
      return;
    }
    tell('restarting', toWireError(new SluiceError('engine-restarted', `The engine ended (${how}).`)));
    restartTimer = setTimeout(launch, delay);
  }

  function giveUp(error: WireError): void {
    tell('failed', error);
    gate.refuse(new SluiceError(error.code, error.message, error.details));
  }

  function tell(next: EngineState['state'], error: WireError | null): void {
    if (state.state === next && state.error === error) return;
    state = { state: next, error };
    emit({ name: 'engine.state', payload: state });
  }

  function emit(event: EngineEvent): void {
    for (const listener of listeners) listener(event);
  }

  async function shutDown(): Promise<void> {
    clearTimeout(restartTimer);
    gate.refuse(unavailable('Sluice is being closed.'));
    if (child === null) return;
    const gone = new Promise<void>((resolve) => {
      childGone = resolve;
    });
    child.send({ kind: 'shutdown' });
    const force = setTimeout(() => child?.kill(), stopLimitMs);
    await gone;
    clearTimeout(force);
  }

  async function ask(name: string, input: unknown): Promise<string> {
    if (stopped) return failure(unavailable('Sluice is being closed.'));
    if (state.state === 'failed' && state.error !== null) return toText({ ok: false, error: state.error });
    const refused = await gate.pass(() => unavailable(late(name, start.logFile)));
    return refused ? failure(refused) : await flights.send(name, input);
  }

  launch();
  return {
    ask,
    call: async (name, input) => fromText(await ask(name, input)),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    state: () => state,
    restart() {
      // One that is given up and not gone yet goes in a moment, and the person asks again.
      if (state.state !== 'failed' || child !== null || stopped) return;
      guard.reset();
      tell('starting', null);
      launch();
    },
    stop() {
      stopped ??= shutDown();
      return stopped;
    },
    pid: () => child?.pid() ?? null,
  };
}

function unavailable(message: string): SluiceError {
  return new SluiceError('engine-unavailable', message);
}

function restarted(name: string): SluiceError {
  const message =
    `The engine ended while it worked on "${name}", and is started again. ` +
    'What was saved before is on disk. Try this step again.';
  return new SluiceError('engine-restarted', message, { name });
}

function late(name: string, logFile: string): string {
  return `The engine is not ready yet, so "${name}" was not done. Try again in a moment. The log is ${logFile}.`;
}

function hopeless(how: string, logFile: string): SluiceError {
  return new SluiceError(
    'engine-unavailable',
    `The engine ended again and again within a minute (last: ${how}), so it is not started any more. ` +
      `What was saved is on disk. The reason is in ${logFile}; choose Help > Restart engine to try again.`,
    { logFile },
  );
}
