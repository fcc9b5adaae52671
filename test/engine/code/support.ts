/** Sandboxes for tests: closed after each test, and requests with everything filled in. */
import { afterAll, afterEach } from 'vitest';
import type { Logger } from '#core/ports.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '#engine/code/sandbox.ts';
import type { SnippetFault, SnippetOutcome, SnippetRequest } from '#engine/code/snippet.ts';

const SILENT: Logger = { log: () => undefined };
const open = new Set<Sandbox>();

afterEach(async () => {
  await Promise.all([...open].map((sandbox) => sandbox.close()));
  open.clear();
});

export function makeSandbox(options: Partial<SandboxOptions> = {}): Sandbox {
  const sandbox = createSandbox({ logger: SILENT, workers: 1, ...options });
  open.add(sandbox);
  return sandbox;
}

let shared: Sandbox | undefined;

afterAll(async () => {
  await shared?.close();
  shared = undefined;
});

/** One for all tests of a file that leave it as it is. */
export function sharedSandbox(): Sandbox {
  shared ??= createSandbox({ logger: SILENT, workers: 1 });
  return shared;
}

export type Wish = {
  readonly language?: 'javascript' | 'typescript';
  readonly functionName?: string;
  readonly context?: SnippetRequest['context'];
  readonly timeoutMs?: number;
  readonly memoryBytes?: number;
  readonly grants?: Partial<SnippetRequest['grants']>;
};

export function requestOf(source: string, items: readonly unknown[], wish: Wish = {}): SnippetRequest {
  const { language = 'javascript', functionName, context = {}, timeoutMs = 5_000 } = wish;
  return {
    snippet: { language, source, functionName },
    items,
    context,
    limits: { timeoutMs, memoryBytes: wish.memoryBytes ?? 32 * 2 ** 20 },
    grants: { network: [], files: [], clock: false, random: false, ...wish.grants },
  };
}

/** Runs the snippet on one item. */
export async function runOne(
  sandbox: Sandbox,
  source: string,
  item: unknown = {},
  wish: Wish = {},
): Promise<SnippetOutcome> {
  const [outcome] = await sandbox.run(requestOf(source, [item], wish));
  if (!outcome) throw new Error('There is no outcome.');
  return outcome;
}

/** The value that the snippet answers for one item. */
export async function answerOf(
  sandbox: Sandbox,
  source: string,
  item: unknown = {},
  wish: Wish = {},
): Promise<unknown> {
  const outcome = await runOne(sandbox, source, item, wish);
  if (!outcome.ok) throw new Error(`${outcome.kind}: ${outcome.message}`);
  return outcome.value;
}

export async function faultOf(
  sandbox: Sandbox,
  source: string,
  item: unknown = {},
  wish: Wish = {},
): Promise<SnippetFault> {
  const outcome = await runOne(sandbox, source, item, wish);
  if (outcome.ok) throw new Error(`It answered ${JSON.stringify(outcome.value)}.`);
  return outcome;
}
