/** Passwords on the command line: read from where nobody looks on, or made up. */
import { randomInt } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { SluiceError } from '#core/errors.ts';
import { passwordSchema } from '#core/model/api.ts';

/** Without those that look alike. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP = 5;

/** @throws SluiceError `invalid-input` for one that will not do. */
export async function newPassword({ passwordStdin }: { passwordStdin?: boolean }): Promise<string> {
  if (!passwordStdin) return madeUp();
  const [line = ''] = (await text(process.stdin)).split(/\r?\n/);
  const parsed = passwordSchema.safeParse(line);
  if (parsed.success) return parsed.data;
  const why = parsed.error.issues[0]?.message ?? 'will not do';
  throw new SluiceError('invalid-input', `The password ${why}.`);
}

/** Twenty letters in groups: 99 bits, and it can be read out. */
function madeUp(): string {
  const letter = () => LETTERS[randomInt(LETTERS.length)] ?? '';
  const group = () => Array.from({ length: GROUP }, letter).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
