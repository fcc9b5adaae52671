/**
 * People with an account: a file each in the person's configuration folder, beside the tokens, so that `sluice users`
 * works while a server has the workspace open.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { roleSchema } from '#core/model/api.ts';
import { personSchema, timeSchema } from '#core/model/common.ts';
import { readPrivate, writePrivate } from '../private-file.ts';
import { keptPasswordSchema } from './passwords.ts';

const keptUserSchema = z.object({
  email: personSchema,
  role: roleSchema,
  /** Null: no password opens it, tokens only. */
  password: keptPasswordSchema.nullable(),
  isDisabled: z.boolean(),
  createdAt: timeSchema,
});
export type KeptUser = z.infer<typeof keptUserSchema>;

export type UserStore = {
  /** Null: nobody of that address has an account. Capital letters make no difference. */
  find(email: string): KeptUser | null;
  /** By their addresses. */
  list(): KeptUser[];
  save(user: KeptUser): void;
};

/** What an address is known by in names of files. */
export function userKey(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex').slice(0, 32);
}

/** @param folder made when it is needed and not there; for nobody else to read. */
export function openUsers(folder: string): UserStore {
  const fileOf = (email: string) => join(folder, `${userKey(email)}.json`);
  return {
    find: (email) => readPrivate(fileOf(email), keptUserSchema),
    list: () =>
      namesIn(folder)
        .flatMap((name) => readPrivate(join(folder, name), keptUserSchema) ?? [])
        .toSorted((a, b) => (a.email < b.email ? -1 : 1)),
    save(user) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writePrivate(fileOf(user.email), JSON.stringify(user));
    },
  };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^[0-9a-f]{32}\.json$/.test(name));
  } catch {
    // Nobody was added yet.
    return [];
  }
}
