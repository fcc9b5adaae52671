import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { runCommand } from '../run-command.ts';
import { SetupError } from '../setup-error.ts';

/**
 * Writes the types of an entry and of all that it takes its types from, each at its path below the repository. Outside
 * of it `#core` and its siblings lead nowhere: they become paths from file to file.
 * @param root the repository
 * @param entry relative to it
 */
export async function writeDeclarations(root: string, entry: string, outDir: string): Promise<void> {
  await mkdir(outDir, { recursive: true });
  const project = join(outDir, 'tsconfig.json');
  const compilerOptions = {
    types: ['node'],
    typeRoots: [join(root, 'node_modules', '@types')],
    rootDir: root,
    outDir,
    composite: false,
    incremental: false,
    declaration: true,
    emitDeclarationOnly: true,
  };
  const config = { extends: join(root, 'tsconfig.base.json'), compilerOptions, files: [join(root, entry)] };
  await writeFile(project, JSON.stringify(config));
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { code, stdout, stderr } = await runCommand({
    command: process.execPath,
    args: [compiler, '-p', project],
  });
  if (code !== 0) throw new SetupError(`${entry}: its types could not be written.\n${stdout}${stderr}`);
  await rm(project);
  const places = await importsOf(root);
  for (const file of await readdir(outDir, { recursive: true })) {
    if (file.endsWith('.d.ts')) await relink(outDir, file, places);
  }
}

/** Where each `#name/` of package.json leads, relative to the repository. */
async function importsOf(root: string): Promise<ReadonlyMap<string, string>> {
  const { imports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const pairs: [string, unknown][] = Object.entries(imports);
  return new Map(pairs.map(([name, place]) => [name.slice(1, -2), String(place).slice(2, -2)]));
}

async function relink(outDir: string, file: string, places: ReadonlyMap<string, string>): Promise<void> {
  const text = await readFile(join(outDir, file), 'utf8');
  const linked = text.replaceAll(
    /(["'])#(\w+)\/([^"']+)\1/g,
    (found, quote: string, name: string, rest: string) => {
      const place = places.get(name);
      if (place === undefined) return found;
      const path = relative(dirname(file), join(place, rest)).split(sep).join('/');
      return `${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`;
    },
  );
  if (linked !== text) await writeFile(join(outDir, file), linked);
}
