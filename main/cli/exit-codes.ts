/** What the command line's exit codes mean; scripts depend on them. */
import { isSluiceError } from '#core/errors.ts';

export const EXIT = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  workFailed: 3,
  locked: 4,
  missing: 5,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** For the help of every command. */
export const EXIT_HELP = `
Exit codes:
  0    done
  1    an unexpected error
  2    wrong arguments or input
  3    something failed in the work
  4    another Sluice has the workspace open
  5    a program that is needed is missing
  130  interrupted`;

/** The exit code that tells a script what kind of error it was. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!isSluiceError(error)) return EXIT.unexpected;
  switch (error.code) {
    case 'invalid-input':
    case 'pipeline-invalid':
    case 'not-found':
    case 'conflict':
    case 'wrong-state':
    case 'unknown-call':
    case 'unsupported':
      return EXIT.usage;
    case 'media-unreadable':
    case 'tool-failed':
    case 'remote-denied':
    case 'remote-offline':
    case 'remote-refused':
    case 'remote-stale':
    case 'remote-untrusted':
      return EXIT.workFailed;
    case 'workspace-locked':
      return EXIT.locked;
    case 'tool-missing':
      return EXIT.missing;
    case 'aborted':
      return EXIT.interrupted;
    case 'database-corrupt':
    case 'database-from-future':
    case 'disk-full':
    case 'engine-restarted':
    case 'engine-unavailable':
    case 'forbidden':
    case 'internal':
    case 'io':
    case 'read-only':
    case 'workspace-not-open':
      return EXIT.unexpected;
  }
}
