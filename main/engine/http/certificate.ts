/**
 * The certificate of a server beyond this computer: the one given, or one of our own that is made once and kept, so that
 * whoever has come to trust it need not do so again. Node makes keys and signatures but no certificates.
 */
import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import { bits, der, integer, octets, oid, sequence, setOf, timeOf, utf8, yes } from './der.ts';

export type Certificate = { readonly key: string; readonly cert: string };

const DAY_MS = 86_400_000;
/** The longest that browsers and systems take. */
const VALID_DAYS = 397;
/** Made anew when less than this is left. */
const SPARE_DAYS = 30;

type Wanted = {
  readonly folder: string;
  readonly host: string;
  /** Files of a certificate that is there. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  readonly now: number;
};

/** @throws SluiceError `invalid-input` for a file that cannot be read or is no certificate. */
export async function certificateFor({ folder, host, tls, now }: Wanted): Promise<Certificate> {
  if (tls) return readGiven(tls);
  const files = { key: join(folder, 'tls-key.pem'), cert: join(folder, 'tls-cert.pem') };
  const names = namesOf(host);
  if (existsSync(files.key) && existsSync(files.cert)) {
    const kept = { key: readFileSync(files.key, 'utf8'), cert: readFileSync(files.cert, 'utf8') };
    if (isGood(kept.cert, names, now)) return kept;
  }
  const made = selfSigned(names, now);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const part of ['key', 'cert'] as const) {
    writeFileSync(`${files[part]}.new`, made[part], { mode: 0o600 });
    renameSync(`${files[part]}.new`, files[part]);
  }
  return made;
}

function readGiven(files: { readonly cert: string; readonly key: string }): Certificate {
  try {
    const found = { key: readFileSync(files.key, 'utf8'), cert: readFileSync(files.cert, 'utf8') };
    new X509Certificate(found.cert);
    return found;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `The certificate ${files.cert} with the key ${files.key} cannot be used: ${why}.`;
    throw new SluiceError('invalid-input', message, files, { cause });
  }
}

/** What clients may call this computer. */
function namesOf(host: string): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap(
    (list) => list?.map(({ address }) => address) ?? [],
  );
  const given = host === '0.0.0.0' || host === '::' ? [] : [host];
  const names = ['localhost', hostname(), `${hostname()}.local`, ...given];
  return [...new Set([...names, ...addresses.map((address) => address.split('%')[0] ?? address)])];
}

function isGood(pem: string, names: readonly string[], now: number): boolean {
  try {
    const kept = new X509Certificate(pem);
    const covers = (name: string) => (isIP(name) ? kept.checkIP(name) : kept.checkHost(name)) !== undefined;
    return Date.parse(kept.validTo) - now > SPARE_DAYS * DAY_MS && names.every(covers);
  } catch {
    return false;
  }
}

/** ECDSA on P-256, for these names and addresses. */
export function selfSigned(names: readonly string[], now: number): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'));
  const name = sequence(setOf(sequence(oid('2.5.4.3'), utf8('Sluice'))));
  const alternatives = names.map((one) =>
    isIP(one) ? der(0x87, addressBytes(one)) : der(0x82, Buffer.from(one, 'ascii')),
  );
  const extensions = sequence(
    sequence(oid('2.5.29.17'), octets(sequence(...alternatives))),
    sequence(oid('2.5.29.19'), yes, octets(sequence(yes))),
    sequence(oid('2.5.29.37'), octets(sequence(oid('1.3.6.1.5.5.7.3.1')))),
  );
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.from([1, ...randomBytes(15)])),
    algorithm,
    name,
    sequence(timeOf(now - DAY_MS), timeOf(now + VALID_DAYS * DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const whole = sequence(body, algorithm, bits(sign('sha256', body, privateKey)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  };
}

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const wordsOf = (part: string) => (part === '' ? [] : part.split(':'));
  const [before, after] = [wordsOf(head), wordsOf(tail ?? '')];
  const gap = tail === undefined ? [] : Array<string>(8 - before.length - after.length).fill('0');
  const words = [...before, ...gap, ...after];
  return Buffer.from(
    words.flatMap((word) => [Number.parseInt(word, 16) >> 8, Number.parseInt(word, 16) & 255]),
  );
}
