/** What a Python process said, as the outcome of an item. */
import type { PythonReply } from './python-process.ts';
import { plainFault, type SnippetFault, type SnippetOutcome } from './snippet.ts';

/** @param timeoutMs what the item was given */
export function toOutcome(said: PythonReply, timeoutMs: number): SnippetOutcome {
  const { logs } = said;
  switch (said.how) {
    case 'timeout': {
      const message = `The snippet was stopped: it took longer than ${timeoutMs / 1000} seconds for one item.`;
      return plainFault('timeout', message, logs);
    }
    case 'aborted':
      return plainFault('crash', 'The work of a code node was stopped.', logs);
    case 'ended':
      return plainFault('crash', `Python has ended: ${said.why}`, logs);
    case 'answer': {
      const { ok, value, action } = said.answer;
      if (ok !== true) return toFault(said.answer, logs);
      return { ok: true, value: value ?? null, action: typeof action === 'string' ? action : null, logs };
    }
  }
}

function toFault(answer: Readonly<Record<string, unknown>>, logs: readonly string[]): SnippetFault {
  const { kind, message, stack, line, column } = answer;
  const place =
    typeof line === 'number' ? { line, column: typeof column === 'number' ? column : null } : null;
  const where = place === null ? '' : ` (line ${place.line})`;
  return {
    ok: false,
    kind: kind === 'invalid' || kind === 'memory' ? kind : 'user',
    message: `${String(message)}${where}`,
    stack: String(stack).trimEnd(),
    place,
    logs,
  };
}
