/** The list of all files in a backup, with their hashes: one line of JSON each, in the order in which they lie there. */
import { z } from 'zod';
import { SluiceError } from '#core/errors.ts';

/** The last file of a backup. */
export const MANIFEST = 'sluice-backup.manifest';
/** The first file of an archive: what it is, and of which version. */
export const LABEL = 'sluice-backup.json';

export const labelSchema = z.object({
  format: z.literal('sluice-backup'),
  version: z.int().min(1),
  /** ISO 8601. */
  made: z.string().max(40),
});
export const VERSION = 1;

const lineSchema = z.object({
  path: z.string(),
  size: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ManifestLine = z.infer<typeof lineSchema>;

export function writeLine({ path, size, sha256 }: ManifestLine): string {
  return `${JSON.stringify({ path, size, sha256 })}\n`;
}

/** Null for what is no line of a manifest. */
export function readLine(text: string): ManifestLine | null {
  try {
    return lineSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

const FOLDERS = new Set(['originals', 'derived', 'frames', 'functions', 'files', 'exports']);
const LONGEST = 4096;

/**
 * Refuses a path that a backup of ours cannot have: one that leads out of the target, or into what is not restored.
 * @throws SluiceError `forbidden`.
 */
export function requireSafePath(path: string, backup: string): void {
  const parts = path.split('/');
  const [first = ''] = parts;
  const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..');
  // What a system takes for something else in a name; elsewhere people may use it.
  const odd = process.platform === 'win32' ? /[\\:<>"|?*\0]/.test(path) : path.includes('\0');
  const known = parts.length === 1 ? ['sluice.db', LABEL, MANIFEST].includes(first) : FOLDERS.has(first);
  if (plain && !odd && known && path.length <= LONGEST) return;
  const shown = JSON.stringify(path.slice(0, 200));
  throw new SluiceError(
    'forbidden',
    `${backup} is no backup of Sluice: it has a file ${shown}, which no workspace has. Nothing was restored.`,
    { path: path.slice(0, LONGEST) },
  );
}
