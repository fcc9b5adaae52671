/** Code node: a snippet of a person. */
import { z } from 'zod';
import { sandboxSchema } from '../sandbox.ts';
import { ITEM_IN, ITEM_OUT, type NodeSpec } from '../spec.ts';

export const CODE_LANGUAGES = ['javascript', 'typescript', 'python'] as const;
export type CodeLanguage = (typeof CODE_LANGUAGES)[number];

/** Snippets of the reference system are methods of a Python class; it has no key for the language. */
export function guessLanguage(code: string): CodeLanguage {
  return /\bclass\s+ServiceRunner\b/.test(code) && /\bdef\s/.test(code) ? 'python' : 'javascript';
}

const packageSchema = z
  .looseObject({
    code: z.string().regex(/\S/, 'write what the node is to do'),
    language: z.enum(CODE_LANGUAGES).nullish(),
  })
  .transform((written) => ({ ...written, language: written.language ?? guessLanguage(written.code) }));

export const code = {
  kind: 'code',
  type: 'code',
  functionName: 'run',
  title: 'Code',
  summary: 'Runs a snippet in JavaScript, TypeScript or Python on each item; the snippet says what goes on.',
  configSchema: z.looseObject({
    package: z.preprocess((value) => value ?? { code: '' }, packageSchema),
    sluice: sandboxSchema,
  }),
  read: (node) => ({ ...node.metadata, package: node.config?.['package'] }),
  lane: 'code',
  effect: 'workspace',
  inputs: ITEM_IN,
  outputs: ITEM_OUT,
} as const satisfies NodeSpec;
