/** What went wrong in a snippet, as the error of its execution: the message has all that a person needs to mend it. */
import { type ErrorCode, SluiceError } from '#core/errors.ts';
import type { SnippetFault, SnippetFaultKind } from '../../code/snippet.ts';

/** Characters of each part. */
const MOST_MESSAGE = 2_000;
const MOST_STACK = 2_000;
const MOST_LOGS = 2_000;

const CODES: Readonly<Record<SnippetFaultKind, ErrorCode>> = {
  user: 'invalid-input',
  timeout: 'invalid-input',
  memory: 'invalid-input',
  invalid: 'pipeline-invalid',
  // Tried again: it was not the snippet that ended.
  crash: 'tool-failed',
};

/** @param name of the node, or the function. */
export function faultError(name: string, fault: SnippetFault): SluiceError {
  const { kind, message, stack, place, logs } = fault;
  const parts = [
    `"${name}": ${cut(message, MOST_MESSAGE)}`,
    cut(stack, MOST_STACK),
    logs.length > 0 ? `It logged: ${cut(logs.join('\n'), MOST_LOGS)}` : '',
  ];
  return new SluiceError(CODES[kind], parts.filter(Boolean).join('\n'), {
    fault: kind,
    ...(kind === 'crash' ? { crash: true } : {}),
    ...(place ? { line: place.line, column: place.column } : {}),
  });
}

/** The text, or its beginning. */
export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
