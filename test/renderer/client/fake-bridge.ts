import { vi } from 'vitest';
import { type Envelope, toText } from '#contract/envelope.ts';
import type { EngineEvent } from '#contract/events.ts';
import type { ErrorCode } from '#core/errors.ts';
import type { Bridge } from '#renderer/client/bridge.ts';

export type FakeBridge = {
  /** Calls that were sent, in order. */
  readonly sent: { readonly name: string; readonly input: unknown }[];
  /** The next answer; the last one given is repeated. */
  answer(...envelopes: readonly Envelope<unknown>[]): void;
  emit(event: EngineEvent): void;
  listeners(): number;
};

/** Puts a bridge on the window that answers as told; nothing behind it. */
export function installFakeBridge(): FakeBridge {
  const sent: { name: string; input: unknown }[] = [];
  const listeners = new Set<(event: EngineEvent) => void>();
  let answers: readonly Envelope<unknown>[] = [{ ok: true, value: null }];
  const bridge: Bridge = {
    call(name, input) {
      sent.push({ name, input });
      const [next, ...rest] = answers;
      if (rest.length > 0) answers = rest;
      return Promise.resolve(toText(next ?? { ok: true, value: null }));
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pathForFile: (file) => (file.name.startsWith('virtual') ? '' : `/disk/${file.name}`),
  };
  vi.stubGlobal('window', Object.assign(new EventTarget(), { sluice: bridge }));
  return {
    sent,
    answer(...envelopes) {
      answers = envelopes;
    },
    emit(event) {
      for (const listener of listeners) listener(event);
    },
    listeners: () => listeners.size,
  };
}

export function failure(code: ErrorCode, message: string = code): Envelope<never> {
  return { ok: false, error: { code, message, details: {} } };
}
