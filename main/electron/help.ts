/** The help pages that come with the app: Markdown files, named by the file's name without `.md`. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import type { ShellHandlers } from './relay.ts';

const NAME = /^[a-z][a-z0-9-]{0,40}$/;

export function helpCalls(folder: string): Pick<ShellHandlers, 'help.page' | 'help.list'> {
  const read = async (name: string): Promise<string> => await readFile(join(folder, `${name}.md`), 'utf8');
  return {
    'help.page': async ({ name }) => {
      // By the list and not by the path, so that a name can never lead out of the folder.
      if (!(await pageNames(folder)).includes(name)) {
        throw new SluiceError('not-found', `There is no help page "${name}".`);
      }
      return { markdown: await read(name) };
    },
    'help.list': async () => {
      const names = await pageNames(folder);
      return await Promise.all(names.map(async (name) => ({ name, title: titleOf(await read(name), name) })));
    },
  };
}

async function pageNames(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder).catch(() => []);
  return files
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -'.md'.length))
    .filter((name) => NAME.test(name))
    .sort();
}

/** The first heading. */
function titleOf(markdown: string, name: string): string {
  return /^#\s+(.+)$/m.exec(markdown)?.[1]?.trim() ?? name;
}
