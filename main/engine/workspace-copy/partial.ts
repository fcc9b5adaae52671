/**
 * The folder beside a target in which it is made. Its name says who makes it, so that what a killed backup has left is
 * known, and removed by the next one to the same place.
 */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { abandonFolder } from '../media/atomic-folder.ts';

/** Makes the folder, empty, and removes those of processes of this computer that are gone. Errors of the file system. */
export async function makePartial(target: string): Promise<string> {
  await mkdir(dirname(target), { recursive: true });
  const start = `.${basename(target)}.partial-`;
  for (const name of await readdir(dirname(target))) {
    if (name.startsWith(start) && isLeft(name.slice(start.length))) {
      await abandonFolder(join(dirname(target), name));
    }
  }
  return await mkdtemp(join(dirname(target), `${start}${thisComputer()}-${process.pid}-`));
}

/** Of another computer nothing is known: the disk may be shared. */
function isLeft(owner: string): boolean {
  const [computer, pid = ''] = owner.split('-');
  if (computer !== thisComputer() || !/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function thisComputer(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}
