/**
 * Secrets encrypted by the system's key store, in a file of their own; where the system keeps no keys, as they are. The command
 * line cannot ask the key store: what it keeps for itself is read here as well, and left to it.
 */
import { SluiceError } from '#core/errors.ts';
import type { Cipher, Secrets } from '#core/ports.ts';
import type { SecretFile } from './secret-file.ts';

/** Notes in the encrypted file that what had been kept without encryption was moved there. No secret has this name. */
const MOVED = 'moved';

type Places = {
  readonly cipher: Cipher;
  readonly sealed: SecretFile;
  readonly plain: SecretFile;
};

export function sealedSecrets({ cipher, sealed, plain }: Places): Secrets {
  let moving: Promise<void> | null = null;

  /** Before there was a key store to ask everything was kept as it is: encrypted first, and only then taken away there. */
  async function move(): Promise<void> {
    if (Object.hasOwn(await sealed.all(), MOVED)) return;
    const names = Object.entries(await plain.all());
    if (names.length === 0) return;
    const moved: Record<string, string> = {};
    for (const [name, value] of names) {
      const text = await cipher.encrypt(value);
      if (text === null) return;
      moved[name] = text;
    }
    await sealed.change(moved);
    await plain.change(Object.fromEntries(names.map(([name]) => [name, null])));
    await sealed.change({ [MOVED]: 'yes' });
  }

  async function ready(): Promise<void> {
    moving ??= move();
    await moving;
  }

  return {
    async get(name) {
      await ready();
      const kept = (await sealed.all())[name];
      const opened = kept === undefined ? null : await cipher.decrypt(kept);
      const found = opened ?? (await plain.all())[name] ?? null;
      if (found === null && kept !== undefined) {
        const message =
          "The system's key store does not give out the token of this remote. Connect to it again.";
        throw new SluiceError('remote-denied', message);
      }
      return found;
    },
    async set(name, value) {
      await ready();
      const text = value === null ? null : await cipher.encrypt(value);
      const mark = text === null ? {} : { [MOVED]: 'yes' };
      await sealed.change({ [name]: text, ...mark });
      await plain.change({ [name]: text === null ? value : null });
    },
    async where(name) {
      await ready();
      if (Object.hasOwn(await sealed.all(), name)) return 'key-store';
      return Object.hasOwn(await plain.all(), name) ? 'file' : null;
    },
  };
}
