/** Which encoders an ffmpeg has; asked once of each program. */
import { runTool } from './run-tool.ts';
import type { Tool } from './tools.ts';

const known = new WeakMap<Tool, Promise<ReadonlySet<string>>>();

/** Throws `tool-missing`, `tool-failed` or `aborted`. */
export async function hasEncoder(tool: Tool, name: string, signal?: AbortSignal): Promise<boolean> {
  let found = known.get(tool);
  if (!found) {
    found = list(tool, signal);
    known.set(tool, found);
    found.catch(() => known.delete(tool));
  }
  return (await found).has(name);
}

async function list({ path }: Tool, signal: AbortSignal | undefined): Promise<ReadonlySet<string>> {
  const words: string[] = [];
  const onLine = (line: string) => words.push(...line.trim().split(/\s+/).slice(0, 2));
  await runTool({ path, args: ['-v', 'error', '-encoders'], signal, onLine });
  return new Set(words);
}
