/**
 * The engine process. The only file of this folder that imports the engine; the same file runs inside Electron and
 * on a Node beside it.
 */
import { SluiceError, toWireError } from '#core/errors.ts';
import type { Host } from '#engine/host.ts';
import { createRemoteCipher } from './engine-cipher.ts';
import type { EngineStart, FromEngine, ToEngine } from './engine-messages.ts';

/** The database add-on is made for this version of Node-API, and an older Node aborts while loading it. */
const NODE_API = 10;

/** An engine whose app is gone ends by itself; when closing hangs, after this time. */
const ORPHAN_LIMIT_MS = 10_000;

type Channel = {
  send(message: FromEngine): void;
  onMessage(listener: (message: ToEngine) => void): void;
  onDisconnect(listener: () => void): void;
};

const channel = process.parentPort ? electronChannel(process.parentPort) : nodeChannel();
const cipher = createRemoteCipher((message) => channel.send(message));
let host: Promise<Host> | undefined;

channel.onMessage((message) => {
  switch (message.kind) {
    case 'start':
      host = start(message.start);
      host.then(
        () => channel.send({ kind: 'ready' }),
        (error: unknown) => channel.send({ kind: 'unable', error: toWireError(error) }),
      );
      break;
    case 'call':
      void answer(message.id, message.name, message.input);
      break;
    case 'ciphered':
      cipher.hear(message);
      break;
    case 'shutdown':
      void shutdown();
      break;
  }
});

channel.onDisconnect(() => {
  setTimeout(() => process.exit(1), ORPHAN_LIMIT_MS).unref();
  void shutdown();
});

async function start(options: EngineStart): Promise<Host> {
  if (Number(process.versions.napi) < NODE_API) {
    throw new SluiceError(
      'unsupported',
      `The engine needs Node 22.14 or newer, and this is Node ${process.versions.node}. ` +
        'Set SLUICE_ENGINE_NODE to the path of a newer Node and start Sluice again.',
    );
  }
  // Loaded only now: loading it is what an older Node does not survive.
  const [{ createHost }, { systemPorts }] = await Promise.all([
    import('#engine/host.ts'),
    import('#engine/ports.ts'),
  ]);
  const created = createHost({
    ports: systemPorts({ logFile: options.logFile }),
    configDir: options.configDir,
    packagedDir: options.packagedDir,
    version: options.version,
    followApiSetting: true,
    cipher,
  });
  created.subscribe((event) => channel.send({ kind: 'event', event }));
  return created;
}

async function answer(id: number, name: string, input: unknown): Promise<void> {
  if (host === undefined) return;
  channel.send({ kind: 'answer', id, text: await (await host).text(name, input) });
}

async function shutdown(): Promise<never> {
  try {
    await (await host)?.close();
    process.exit(0);
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
}

function electronChannel(port: Electron.ParentPort): Channel {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', (event) => listener(event.data)),
    // Electron ends its utility processes with itself.
    onDisconnect: () => undefined,
  };
}

function nodeChannel(): Channel {
  return {
    // With a callback a message to an app that has just ended is dropped; without, it would be thrown.
    send: (message) => void process.send?.(message, undefined, undefined, () => undefined),
    onMessage: (listener) => void process.on('message', (message) => listener(message as ToEngine)),
    onDisconnect: (listener) => void process.on('disconnect', listener),
  };
}
