/** The functions of people that a workspace has. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SluiceError } from '#core/errors.ts';

export type OwnFunction = { readonly name: string; readonly functionName: string; readonly path: string };

/** One a name: of NAME.js and NAME.ts the first is the one that runs. @throws SluiceError `io`. */
export async function ownFunctions(folder: string): Promise<OwnFunction[]> {
  const files = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    throw new SluiceError('io', `${folder} cannot be read: ${cause.message}`, { folder }, { cause });
  });
  const own = new Map<string, OwnFunction>();
  for (const file of files.toSorted()) {
    const name = /^([\w-]{1,100})\.(?:js|ts)$/.exec(file)?.[1];
    if (name === undefined || own.has(name)) continue;
    own.set(name, { name, functionName: `user.${name}`, path: join(folder, file) });
  }
  return [...own.values()];
}
