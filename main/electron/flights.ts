/** Calls that an engine has taken and not answered yet. */
import { toText } from '#contract/envelope.ts';
import { type SluiceError, toWireError } from '#core/errors.ts';
import type { ToEngine } from './engine-messages.ts';

export type Flights = {
  /** Sends a call and answers what it lands with: an envelope as text. */
  send(name: string, input: unknown): Promise<string>;
  /** An answer has come. One that nobody waits for any more is dropped. */
  land(id: number, text: string): void;
  /** No answer will come: all that are in flight fail. */
  crash(error: (name: string) => SluiceError): void;
};

export function createFlights(send: (message: ToEngine) => void): Flights {
  const flights = new Map<number, { name: string; resolve: (text: string) => void }>();
  let lastId = 0;
  return {
    send(name, input) {
      lastId += 1;
      const id = lastId;
      return new Promise((resolve) => {
        flights.set(id, { name, resolve });
        send({ kind: 'call', id, name, input });
      });
    },
    land(id, text) {
      flights.get(id)?.resolve(text);
      flights.delete(id);
    },
    crash(error) {
      const crashed = [...flights.values()];
      flights.clear();
      for (const { name, resolve } of crashed) resolve(failure(error(name)));
    },
  };
}

/** The text of an envelope with the error. */
export function failure(error: SluiceError): string {
  return toText({ ok: false, error: toWireError(error) });
}
