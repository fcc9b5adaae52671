/**
 * The other end of `startHosted`: how code in a process or a thread of its own talks to the engine.
 */
import { parentPort } from 'node:worker_threads';

export type EngineChannel = {
  /** Structured clone; dropped when the engine is gone. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
};

/** The channel to the engine. A process whose engine has gone ends: nobody would ever end it. */
export function engineChannel(): EngineChannel {
  const port = parentPort;
  if (port) {
    return {
      send: (message) => port.postMessage(message),
      onMessage: (listener) => void port.on('message', listener),
    };
  }
  process.on('disconnect', () => process.exit(0));
  return {
    send: (message) => void process.send?.(message, undefined, undefined, () => undefined),
    onMessage: (listener) => void process.on('message', listener),
  };
}
