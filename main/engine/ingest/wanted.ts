/** Which names in a folder are looked at: no hidden, system or half-written files, and what the person's patterns say. */
import picomatch from 'picomatch';

export type Patterns = { readonly include: readonly string[]; readonly exclude: readonly string[] };

/** Answers about paths relative to the folder, with forward slashes. */
export type Wanted = {
  /** True when the file may become an item. */
  file(name: string): boolean;
  /** True when the folder may hold such files. */
  folder(name: string): boolean;
};

/** Folders that systems and disks keep for themselves. */
const SYSTEM = new Set([
  '$recycle.bin',
  'system volume information',
  'lost+found',
  '__macosx',
  '@eadir',
  '#recycle',
]);

/** What browsers, downloaders, copiers and editors call a file that is not finished. */
const PASSING = /(?:~|\.(?:part|partial|filepart|tmp|temp|crdownload|download|opdownload|aria2|swp))$/i;

/** Sidecar files that are never media: not worth opening each to make sure. */
const NEVER_MEDIA =
  /\.(?:txt|md|json|jsonl|xml|yaml|yml|csv|tsv|html?|pdf|docx?|xlsx?|zip|gz|7z|rar|tar|log|ini|py|js|wav|mp3|flac|srt|vtt|db|npy|pkl|pt|onnx)$/i;

/**
 * Capital letters make no difference: a camera's "MVI_0001.MP4" is wanted by "*.mp4". Nor do line breaks in names, which
 * the dots of regular expressions pass over unless told otherwise (`s`).
 */
const OPTIONS = { nocase: true, flags: 'is', dot: false } as const;

/**
 * A pattern without a slash is about names at any depth, one with a slash about paths from the folder itself. A
 * pattern for a folder excludes all that is in it. No include patterns: everything.
 */
export function createWanted({ include, exclude }: Patterns): Wanted {
  const included = include.length > 0 ? anyOf(include) : () => true;
  const excluded = anyOf(exclude);

  /** The path itself and every folder above it. */
  const allowed = (name: string) => {
    const parts = name.split('/');
    return parts.every((part, at) => isOrdinary(part) && !excluded(parts.slice(0, at + 1).join('/'), part));
  };

  return {
    folder: allowed,
    file: (name) => {
      const last = name.slice(name.lastIndexOf('/') + 1);
      return !NEVER_MEDIA.test(last) && allowed(name) && included(name, last);
    },
  };
}

/** False for hidden, system and half-written files and folders. */
export function isOrdinary(part: string): boolean {
  return (
    !part.startsWith('.') && !part.startsWith('~$') && !PASSING.test(part) && !SYSTEM.has(part.toLowerCase())
  );
}

function anyOf(patterns: readonly string[]): (path: string, last: string) => boolean {
  const tests = patterns.map((pattern) => {
    const plain = pattern.replace(/^\.?\//, '').replace(/\/+$/, '');
    const matches = picomatch(plain, OPTIONS);
    // A pattern that began with a slash means the folder itself, even when nothing but a name is left of it.
    const byPath = plain.includes('/') || plain !== pattern.replace(/\/+$/, '');
    return (path: string, last: string) => matches(byPath ? path : last);
  });
  return (path, last) => tests.some((test) => test(path, last));
}
