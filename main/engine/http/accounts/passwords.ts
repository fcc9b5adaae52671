/** Passwords are not kept, but what scrypt makes of them: whoever gets the files has to try each password at that price. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { createTurns } from '../../turns.ts';
import { HttpError } from '../errors.ts';

/** What is kept of a password; `cost`, `block` and `lanes` are scrypt's N, r and p. */
export const keptPasswordSchema = z.object({
  cost: z.int(),
  block: z.int(),
  lanes: z.int(),
  /** Hexadecimal. */
  salt: z.string(),
  hash: z.string(),
});
export type KeptPassword = z.infer<typeof keptPasswordSchema>;

/** 32 MiB and about a fifth of a second on a small computer. */
const PRICE = { cost: 2 ** 15, block: 8, lanes: 3 } as const;
const MEMORY_BYTES = 64 * 1024 * 1024;
const HASH_BYTES = 32;

/** Waiting at once, a whole team on a Monday morning: whoever comes after them is sent away, as the threads that hash also read files. */
const LONGEST_QUEUE = 60;

const turns = createTurns();
let waiting = 0;

export async function keepPassword(password: string): Promise<KeptPassword> {
  const salt = randomBytes(16).toString('hex');
  const hash = await inTurn(password, { ...PRICE, salt });
  return { ...PRICE, salt, hash: hash.toString('hex') };
}

/** Takes as long without a kept password as with one: nobody learns so who has an account. */
export async function isPassword(password: string, kept: KeptPassword | null): Promise<boolean> {
  const made = await inTurn(password, kept ?? { ...PRICE, salt: '' });
  const wanted = Buffer.from(kept?.hash ?? '', 'hex');
  return wanted.length === made.length && timingSafeEqual(wanted, made);
}

/** One at a time. @throws HttpError 429 when too many wait. */
async function inTurn(password: string, price: Omit<KeptPassword, 'hash'>): Promise<Buffer> {
  if (waiting >= LONGEST_QUEUE) throw new HttpError(429, 'Too many people log in at once. Try again.');
  waiting += 1;
  try {
    return await turns(() => hashOf(password, price));
  } finally {
    waiting -= 1;
  }
}

function hashOf(password: string, { cost, block, lanes, salt }: Omit<KeptPassword, 'hash'>): Promise<Buffer> {
  const options = { N: cost, r: block, p: lanes, maxmem: MEMORY_BYTES };
  return new Promise((resolve, reject) => {
    // One text can be written in several ways of Unicode, and keyboards differ.
    scrypt(password.normalize('NFC'), salt, HASH_BYTES, options, (error, hash) =>
      error ? reject(error) : resolve(hash),
    );
  });
}
