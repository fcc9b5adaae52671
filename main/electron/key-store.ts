/** The system's key store: Keychain, the credentials of Windows, a keyring of the Linux desktop. */
import { safeStorage } from 'electron';
import type { Cipher } from '#core/ports.ts';

/**
 * Without a keyring Electron on Linux encrypts with a key that is in its own source: whoever has the file can read it, so it
 * counts as none.
 */
function isThere(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  return (
    process.platform !== 'linux' ||
    !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())
  );
}

/** Asked only once the app is ready. Texts that it encrypted are base64. */
export function systemCipher(): Cipher {
  return {
    encrypt: async (text) => attempt(() => safeStorage.encryptString(text).toString('base64')),
    decrypt: async (text) => attempt(() => safeStorage.decryptString(Buffer.from(text, 'base64'))),
  };
}

/** A keyring that is locked, or that the person does not open, refuses. */
function attempt(work: () => string): string | null {
  try {
    return isThere() ? work() : null;
  } catch (error) {
    console.error('The key store of the system refused:', error);
    return null;
  }
}
