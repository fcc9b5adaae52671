/**
 * Turns what ffmpeg and ffprobe write on standard error into errors for a person.
 */
import { basename } from 'node:path';
import type { ErrorCode } from '#core/errors.ts';
import { SluiceError } from '#core/errors.ts';

type Rule = { readonly pattern: RegExp; readonly code: ErrorCode; readonly say: (name: string) => string };

/** First match wins: the cause (a full disk) stands before its consequences (an unfinished file). */
const RULES: readonly Rule[] = [
  {
    pattern: /No space left on device|disk quota exceeded|not enough space/i,
    code: 'disk-full',
    say: (name) => `The disk is full: "${name}" could not be finished. Free some space, then try again.`,
  },
  {
    pattern: /moov atom not found|partial file|ended prematurely/i,
    code: 'media-unreadable',
    say: (name) => `"${name}" is cut short: its end is missing. Copy it again from where it came from.`,
  },
  {
    pattern: /Invalid data found|Invalid argument|could not find codec parameters|EBML header/i,
    code: 'media-unreadable',
    say: (name) => `"${name}" is not a video that FFmpeg can read. Check that it plays, or convert it.`,
  },
  {
    pattern: /Decoder \(codec \S+\) not found|Unknown decoder|no decoder/i,
    code: 'media-unreadable',
    say: (name) =>
      `"${name}" uses a codec that this FFmpeg does not know. Install a newer FFmpeg, or convert it.`,
  },
  {
    pattern: /No such file or directory/i,
    code: 'not-found',
    say: (name) => `"${name}" is not there any more.`,
  },
  {
    pattern: /Permission denied|Operation not permitted/i,
    code: 'io',
    say: (name) => `"${name}" may not be read or written. Check its permissions.`,
  },
];

/** The error for a tool that ended with a failure while working on `path`; `stderr` are its last lines. */
export function toolError(tool: string, path: string, stderr: readonly string[]): SluiceError {
  const name = basename(path);
  const text = stderr.join('\n');
  const rule = RULES.find(({ pattern }) => pattern.test(text));
  const details = { path, tool, stderr: stderr.slice(-10) };
  if (rule) return new SluiceError(rule.code, rule.say(name), details);
  const last = stderr.at(-1)?.trim() ?? 'it gave no reason';
  return new SluiceError('tool-failed', `${tool} failed on "${name}": ${last}`, details);
}

/** The error for a media file with a fault that is known without any tool. */
export function unreadable(path: string, what: string, details: Record<string, unknown> = {}): SluiceError {
  return new SluiceError('media-unreadable', `"${basename(path)}" ${what}`, { path, ...details });
}

/** What to throw for something thrown while `path` was written: file system errors become coded ones. */
export function writeError(path: string, cause: unknown): unknown {
  if (cause instanceof SluiceError || !(cause instanceof Error) || !('code' in cause)) return cause;
  const full = cause.code === 'ENOSPC' || cause.code === 'EDQUOT';
  const what = full
    ? `The disk is full: "${basename(path)}" could not be finished. Free some space, then try again.`
    : `"${basename(path)}" could not be written: ${cause.message}`;
  return new SluiceError(full ? 'disk-full' : 'io', what, { path }, { cause });
}
