import { describe, expect, it } from 'vitest';
import { faultOf, sharedSandbox } from './support.ts';

describe('check', () => {
  it('is content with what can be run', async () => {
    const sandbox = sharedSandbox();
    const language = 'javascript';
    expect(await sandbox.check({ language, source: 'export default (item) => item' })).toBeNull();
    expect(await sandbox.check({ language, source: 'const go = () => 1', functionName: 'go' })).toBeNull();
    const source = 'export const a = (n: number): number => n';
    expect(await sandbox.check({ language: 'typescript', source })).toBeNull();
  });

  it.each([
    ['a stray sign', 'javascript', 'const a = 1;\n  let b = = 2;', 2, 11, /unexpected token/],
    ['the end too early', 'javascript', 'export default (item) => {\n  return item;', 2, null, /./],
    ['a stray sign in TypeScript', 'typescript', 'type A = 1;\nconst b: A = ;', 2, 14, /expected/i],
    ['an enumeration', 'typescript', '\n\nenum A { B }', 3, 1, /enum is not supported/],
    ['an error at the top level', 'javascript', '\nnothing();\nexport default () => 1', 2, 1, /not defined/],
  ] as const)('tells the place of %s', async (_name, language, source, line, column, words) => {
    const problem = await sharedSandbox().check({ language, source });
    expect(problem).toMatchObject({ message: expect.stringMatching(words), place: { line, column } });
    const fault = await faultOf(sharedSandbox(), source, {}, { language });
    expect(fault.place).toEqual(problem?.place);
  });

  it('misses a function', async () => {
    const sandbox = sharedSandbox();
    const none = await sandbox.check({ language: 'javascript', source: 'const a = 1' });
    expect(none?.message).toContain('no function "run"');
    const source = 'export const a = () => 1; export const b = () => 2';
    const named = await sandbox.check({ language: 'javascript', source, functionName: 'c' });
    expect(named?.message).toContain('It exports: a, b.');
    const reserved = await sandbox.check({
      language: 'javascript',
      source: 'const a = 1',
      functionName: 'class',
    });
    expect(reserved?.message).toContain('no function "class"');
    const fault = await faultOf(sandbox, 'const a = 1');
    expect(fault.kind).toBe('invalid');
  });

  it('does not wait for a top level that has no end', async () => {
    const sandbox = sharedSandbox();
    const endless = await sandbox.check({ language: 'javascript', source: 'while (true) {}' });
    expect(endless?.message).toContain('took longer');
    const waiting = await sandbox.check({ language: 'javascript', source: 'await new Promise(() => {})' });
    expect(waiting?.message).toContain('top level');
  });

  it('refuses modules', async () => {
    const sandbox = sharedSandbox();
    const source = 'import fs from "fs";\nexport default () => 1';
    const problem = await sandbox.check({ language: 'javascript', source });
    expect(problem?.message).toContain("could not load module 'fs'");
    expect(await faultOf(sandbox, source)).toMatchObject({ kind: 'invalid' });
  });
});
