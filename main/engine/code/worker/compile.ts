/** A snippet's source as JavaScript that QuickJS can load, kept for the programs that were used last. */
import nodeModule from 'node:module';
import type { Program } from '../job.ts';
import type { SnippetPlace, SnippetProblem } from '../snippet.ts';
import { FOUND } from './driver.ts';

export type Compiled =
  | { readonly ok: true; readonly code: string; readonly file: string; readonly lines: number }
  | { readonly ok: false; readonly problem: SnippetProblem };

const NO_TYPES: SnippetProblem = {
  message:
    'Types cannot be taken out of TypeScript here: this Node cannot do it. Write the snippet in JavaScript.',
  place: null,
};
const KEPT = 64;
const kept = new Map<string, Compiled>();

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
/** Words that fit the pattern and are no names: asking for their type would not parse. */
const RESERVED = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally for ' +
    'function if import in instanceof new null return super switch this throw true try typeof var void while with ' +
    'yield let static implements interface package private protected public arguments eval'
  ).split(' '),
);

/** The program's code; types are taken out in place, so that lines and columns stay those of the source. */
export function compile(program: Program): Compiled {
  const known = kept.get(program.key);
  if (known !== undefined) return known;
  const compiled = compileAnew(program);
  kept.set(program.key, compiled);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  return compiled;
}

function compileAnew({ language, source, functionName }: Program): Compiled {
  const lines = source.split('\n').length;
  if (language === 'javascript') {
    return { ok: true, code: source + epilogue(functionName), file: 'snippet.js', lines };
  }
  // Read as a property: an older Node does not have it, and would refuse to load this file for a missing import.
  if (typeof nodeModule.stripTypeScriptTypes !== 'function') return { ok: false, problem: NO_TYPES };
  try {
    const code = nodeModule.stripTypeScriptTypes(source) + epilogue(functionName);
    return { ok: true, code, file: 'snippet.ts', lines };
  } catch (error) {
    return { ok: false, problem: typeProblem(error) };
  }
}

/** Tells the driver of functions that are declared and not exported. */
function epilogue(functionName: string | null): string {
  const name = functionName ?? 'run';
  const usable = NAME.test(name) && !RESERVED.has(name);
  const orUndefined = (text: string) => `typeof ${text} === 'undefined' ? undefined : ${text}`;
  return (
    `\nexport const ${FOUND} = { ServiceRunner: ${orUndefined('ServiceRunner')}, ` +
    `named: ${usable ? orUndefined(name) : 'undefined'} };`
  );
}

/** The stack of such an error begins with `:LINE`, lines of the source, and a row of `^` below the place. */
function typeProblem(error: unknown): SnippetProblem {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_NO_TYPESCRIPT') return NO_TYPES;
  if (!(error instanceof Error)) return { message: String(error), place: null };
  const [head = '', ...rows] = (error.stack ?? '').split('\n');
  const line = Number(/:(\d+)$/.exec(head)?.[1] ?? Number.NaN);
  const marks = rows.find((row) => /^\s*\^+\s*$/.test(row));
  const place: SnippetPlace | null = Number.isNaN(line)
    ? null
    : { line, column: marks === undefined ? null : marks.indexOf('^') + 1 };
  return { message: error.message.trim(), place };
}
