/** Makes plain words of what went wrong in a snippet. */
import type { SnippetFault, SnippetGrants, SnippetPlace } from '../snippet.ts';
import { DRIVER_FILE } from './driver.ts';

/** What was thrown inside QuickJS. */
export type Thrown = { readonly name: string; readonly message: string; readonly stack: string };

export type FaultFacts = {
  /** The snippet's file name in stacks. */
  readonly file: string;
  /** Lines of the person's source. */
  readonly lines: number;
  readonly timeoutMs: number;
  readonly memoryBytes: number;
  /** True: its time was up. */
  readonly stopped: boolean;
  /** True: its memory was nearly used up. */
  readonly full: boolean;
  /** Names that a grant would bring. */
  readonly missing: Readonly<Record<string, string>>;
  readonly logs: readonly string[];
};

/** Calls of a stack that are kept. */
const MOST_CALLS = 30;

const NO_TIMERS = 'Snippets have no timers';
/** What people look for in vain, and what to do. */
const HINTS: Readonly<Record<string, string>> = {
  require: 'Snippets cannot load modules',
  process: 'Snippets have no access to the system',
  module: 'Write: export default function (item, context) { return item }',
  Buffer: 'Use Uint8Array',
  setTimeout: NO_TIMERS,
  setInterval: NO_TIMERS,
  setImmediate: NO_TIMERS,
};

/** The fault for an error that the snippet threw, or that stopped it. */
export function faultOf(thrown: Thrown, facts: FaultFacts): SnippetFault {
  if (facts.stopped) return timeoutFault(facts);
  const { name, message } = thrown;
  const internal = name === 'InternalError' || name === 'SyntaxError';
  const limit = internal && /^(out of memory|string too long|stack overflow)$/.exec(message);
  // With no memory left for an error of its own, QuickJS throws an empty one.
  if (limit || (facts.full && name === '' && message.length <= 'undefined'.length)) {
    return memoryFault(facts, limit ? limit[1] === 'stack overflow' : false, thrown.stack);
  }
  return placed(thrown, facts);
}

/** The fault for a snippet that does not load: what it says at its top level is wrong, or throws. */
export function loadFault(thrown: Thrown, facts: FaultFacts): SnippetFault {
  const fault = faultOf(thrown, facts);
  const hopeless = thrown.name === 'SyntaxError' || /could not load module/.test(thrown.message);
  return fault.kind === 'user' && hopeless ? { ...fault, kind: 'invalid' } : fault;
}

export function timeoutFault({ timeoutMs, logs }: Pick<FaultFacts, 'timeoutMs' | 'logs'>): SnippetFault {
  const message = `The snippet was stopped: it took longer than ${timeoutMs / 1000} seconds for one item.`;
  return { ok: false, kind: 'timeout', message, stack: '', place: null, logs };
}

/** @param deep it called itself without end, rather than keeping too much */
export function memoryFault(facts: FaultFacts, deep: boolean, stack = ''): SnippetFault {
  const megabytes = Math.round(facts.memoryBytes / 2 ** 20);
  const message = deep
    ? 'The snippet was stopped: it calls itself too deeply.'
    : `The snippet was stopped: it needs more than its ${megabytes} MB of memory.`;
  const calls = ownCalls(stack, facts);
  return { ok: false, kind: 'memory', message, stack: calls.stack, place: calls.place, logs: facts.logs };
}

function placed(thrown: Thrown, facts: FaultFacts): SnippetFault {
  const { stack, place } = ownCalls(thrown.stack, facts);
  const what = thrown.name === '' || thrown.name === 'Error' ? '' : `${thrown.name}: `;
  const where = place === null ? '' : ` (line ${place.line}${column(place)})`;
  const message = `${what}${thrown.message || 'the snippet threw an error without a message'}${where}`;
  return { ok: false, kind: 'user', message: message + hint(thrown, facts), stack, place, logs: facts.logs };
}

function column({ column }: SnippetPlace): string {
  return column === null ? '' : `, column ${column}`;
}

function hint(thrown: Thrown, facts: FaultFacts): string {
  const name = /^'(\w+)' is not defined$/.exec(thrown.message)?.[1];
  if (thrown.name !== 'ReferenceError' || name === undefined) return '';
  const text = Object.hasOwn(facts.missing, name)
    ? facts.missing[name]
    : Object.hasOwn(HINTS, name) && HINTS[name];
  return text ? `. ${text}.` : '';
}

/** The calls within the person's source, and the place of the innermost. */
function ownCalls(stack: string, facts: FaultFacts): { stack: string; place: SnippetPlace | null } {
  const calls = stack.split('\n').filter((call) => call.trim() !== '' && !call.includes(DRIVER_FILE));
  const pattern = new RegExp(`${facts.file.replace('.', '\\.')}:(\\d+)(?::(\\d+))?`);
  const outermost = calls.findLastIndex((call) => pattern.test(call));
  const own = calls.slice(0, Math.min(outermost + 1, MOST_CALLS)).map((call) => call.trim());
  const [, line, at] = own.map((call) => pattern.exec(call)).find((found) => found !== null) ?? [];
  if (line === undefined) return { stack: own.join('\n'), place: null };
  // What is not closed shows only at the end, where a line of ours follows.
  const within = Math.min(Number(line), facts.lines);
  const column = at !== undefined && within === Number(line) ? Number(at) : null;
  return { stack: own.join('\n'), place: { line: within, column } };
}

/** What a grant would bring, by name. */
export function missingGrants(grants: SnippetGrants): Readonly<Record<string, string>> {
  const network = 'fetch is there when the node is granted network hosts';
  const files = 'Files can be read and written when the node is granted folders';
  return {
    ...(grants.network.length === 0 ? { fetch: network, XMLHttpRequest: network } : {}),
    ...(grants.files.length === 0 ? { readText: files, writeText: files } : {}),
  };
}
