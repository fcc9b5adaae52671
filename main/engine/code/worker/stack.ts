/** How deep snippets may call. */

/** Bytes of QuickJS's own stack: about 3,000 calls of a plain function. */
export const STACK_BYTES = 512 * 1024;

/**
 * Megabytes of the stack of a thread that runs QuickJS. Calls inside take up to thirty times as much of this one, whose
 * end QuickJS does not see: with 4 MB, nested arrays in JSON met the end of this one first.
 */
export const STACK_MB = 16;
