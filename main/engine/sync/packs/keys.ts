/** Keys that packs are signed with (Ed25519, RFC 8032), as text: DER in the alphabet of URLs. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { Secrets } from '#core/ports.ts';

/** Public: SPKI; secret: PKCS #8. */
export type KeyPair = { readonly public: string; readonly secret: string };

const NAME = 'packs.hub-key';

export function makeKeys(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    public: publicOf(publicKey),
    secret: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url'),
  };
}

const publicOf = (key: KeyObject) => key.export({ type: 'spki', format: 'der' }).toString('base64url');

/** The keys of this installation, made when they are needed for the first time. */
export async function hubKeys(secrets: Secrets): Promise<KeyPair> {
  const kept = await secrets.get(NAME);
  if (kept === null) {
    const made = makeKeys();
    await secrets.set(NAME, made.secret);
    return made;
  }
  return { public: publicOf(createPublicKey(secretKey(kept))), secret: kept };
}

const secretKey = (text: string) =>
  createPrivateKey({ key: Buffer.from(text, 'base64url'), type: 'pkcs8', format: 'der' });

export function signWith(secret: string, bytes: Uint8Array): Buffer {
  return sign(null, bytes, secretKey(secret));
}

/** False also for a key that is none. */
export function isSignedWith(key: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    const known = createPublicKey({ key: Buffer.from(key, 'base64url'), type: 'spki', format: 'der' });
    return known.asymmetricKeyType === 'ed25519' && verify(null, bytes, known, signature);
  } catch {
    return false;
  }
}

/** As people compare it: the first 16 bytes of the key's SHA-256, in groups. */
export function fingerprintOf(key: string): string {
  const digest = createHash('sha256').update(Buffer.from(key, 'base64url')).digest('hex').slice(0, 32);
  return digest.match(/.{4}/g)?.join(' ') ?? digest;
}
