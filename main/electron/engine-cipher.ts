/** The system's key store as the engine process sees it: the app asks it, and sends what it answers. */
import type { Cipher } from '#core/ports.ts';
import type { FromEngine, ToEngine } from './engine-messages.ts';

export type RemoteCipher = Cipher & {
  /** The app has answered. */
  hear(message: ToEngine & { kind: 'ciphered' }): void;
};

export function createRemoteCipher(send: (message: FromEngine) => void): RemoteCipher {
  const waiting = new Map<number, (text: string | null) => void>();
  let lastId = 0;
  const ask = (how: 'encrypt' | 'decrypt', text: string): Promise<string | null> =>
    new Promise((resolve) => {
      lastId += 1;
      waiting.set(lastId, resolve);
      send({ kind: 'cipher', id: lastId, how, text });
    });
  return {
    encrypt: (text) => ask('encrypt', text),
    decrypt: (text) => ask('decrypt', text),
    hear({ id, text }) {
      waiting.get(id)?.(text);
      waiting.delete(id);
    },
  };
}
