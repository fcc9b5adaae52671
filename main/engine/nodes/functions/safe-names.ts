/** Names of items as names of files that every system can hold. */

/** Bytes of a name's stem: what is put around it must fit, too (255 in all on most systems). */
const MOST_STEM = 160;
const MOST_EXTENSION = 16;
/** Names that Windows keeps for devices, whatever their extension. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$/i;

export type SafeName = {
  readonly stem: string;
  /** With its point; empty when there is none. */
  readonly extension: string;
};

/** Different names may come to the same. */
export function safeName(name: string): SafeName {
  const clean = withoutTraps(name);
  const dot = clean.lastIndexOf('.');
  const extension = dot > 0 ? clean.slice(dot) : '';
  const fits = /^\.[\p{L}\p{N}]+$/u.test(extension) && Buffer.byteLength(extension) <= MOST_EXTENSION;
  const stem = fits ? clean.slice(0, dot) : clean;
  return { stem: usable(stem), extension: fits ? extension : '' };
}

/** A folder of a dataset, as names of folders: `/a/b` is `['a', 'b']`. */
export function safeFolders(folder: string): readonly string[] {
  return folder
    .split('/')
    .filter(Boolean)
    .map((name) => usable(withoutTraps(name)));
}

/** What separates folders, has a meaning for a shell or a system, or cannot be seen is an underscore. */
function withoutTraps(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}<>:"/\\|?*]/gu, '_')
    .replace(/^[\s.~-]+|[\s.]+$/gu, (ends) => '_'.repeat(ends.length));
}

function usable(name: string): string {
  const own = DEVICE.test(name.split('.', 1)[0]?.trimEnd() ?? '') ? `_${name}` : name;
  return shortened(own).replace(/[\s.]+$/u, '') || '_';
}

/** Whole characters only. */
function shortened(name: string): string {
  let bytes = 0;
  let kept = '';
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > MOST_STEM) break;
    kept += character;
  }
  return kept;
}
