/** A part of the bench in a process of its own: neither memory nor warm code of one contestant helps another. */
import { join } from 'node:path';
import type { z } from 'zod';
import { runCommand } from '#dev/run-command.ts';

/** What comes before the one line of output that counts; the packages that are measured print lines of their own. */
const MARK = 'RESULT ';

/**
 * Runs `children/NAME.ts` of the bench's folder and answers what it told.
 * @throws Error with what it printed when it ended without a result.
 */
export async function runChild<T>(
  name: string,
  input: unknown,
  answer: z.ZodType<T>,
  folder = import.meta.dirname,
): Promise<T> {
  const script = join(folder, 'children', `${name}.ts`);
  const args = ['--expose-gc', script, JSON.stringify(input)];
  const result = await runCommand({ command: process.execPath, args });
  const line = result.stdout.split('\n').findLast((text) => text.startsWith(MARK));
  if (result.code === 0 && line !== undefined) return answer.parse(JSON.parse(line.slice(MARK.length)));
  const told = `${result.stdout}\n${result.stderr}`.trim().slice(-2000);
  throw new Error(`The bench's process "${name}" ended with ${result.code}: ${told}`);
}

/** In the child: what it was started with. */
export function childInput<T>(schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(process.argv[2] ?? 'null'));
}

/** In the child: tells the result. */
export function childResult(result: unknown): void {
  console.log(`${MARK}${JSON.stringify(result)}`);
}
