/**
 * An error of the set-up scripts. Its message is for a person: it names what is wrong and the remedy, and is
 * printed alone, without a stack.
 */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

/**
 * Runs a script's main function and sets the exit code: what it returns, or 1 when it throws.
 * Only an unexpected error shows its stack.
 */
export async function runMain(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof SetupError) console.error(error.message);
    else console.error(error);
  }
}

/** True for an error of the operating system with one of the codes, such as `ENOENT`. */
export function hasErrno(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
