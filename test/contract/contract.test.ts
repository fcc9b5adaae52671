import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { enclose, invalidInput, open } from '#contract/envelope.ts';
import { events } from '#contract/events.ts';
import { type CallName, calls, isCallName } from '#contract/index.ts';
import { ERROR_CODES, errorCodeSchema, SluiceError, toWireError } from '#core/errors.ts';

const names = Object.keys(calls).filter(isCallName);

describe.each(names)('%s', (name: CallName) => {
  const spec = calls[name];

  test('is declared in full', () => {
    expect(name).toMatch(/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/);
    expect(['query', 'mutation']).toContain(spec.kind);
    expect(['engine', 'host', 'shell']).toContain(spec.home);
    expect(spec.input).toBeInstanceOf(z.ZodType);
    expect(spec.output).toBeInstanceOf(z.ZodType);
  });

  test('can be described as JSON, so that it survives any boundary', () => {
    const input = z.toJSONSchema(spec.input, { io: 'input' });
    const output = z.toJSONSchema(spec.output, { io: 'output' });
    expect(structuredClone(input)).toEqual(input);
    expect(structuredClone(output)).toEqual(output);
    expect(JSON.stringify(output)).not.toContain('undefined');
  });

  test('refuses what it does not know', () => {
    expect(spec.input.safeParse({ surelyNotAKey: 1 }).success).toBe(false);
    for (const wrong of [null, 3, 'text', []]) expect(spec.input.safeParse(wrong).success).toBe(false);
  });
});

test('events can be described as JSON', () => {
  for (const schema of Object.values(events)) expect(z.toJSONSchema(schema)).toBeTypeOf('object');
});

test('every error code is in the union, once', () => {
  expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length);
  for (const code of ERROR_CODES) expect(errorCodeSchema.parse(code)).toBe(code);
});

test('an envelope carries values and errors, and survives a structured clone', async () => {
  const good = structuredClone(await enclose(() => ({ a: 1 })));
  expect(open(good)).toEqual({ a: 1 });
  const bad = structuredClone(
    await enclose(() => {
      throw new SluiceError('conflict', 'no', { n: 1 });
    }),
  );
  expect(() => open(bad)).toThrow(
    expect.objectContaining({ code: 'conflict', message: 'no', details: { n: 1 } }),
  );
});

test('any thrown value becomes a wire error', () => {
  expect(toWireError(new TypeError('x'))).toEqual({ code: 'internal', message: 'x', details: {} });
  expect(toWireError('just text')).toEqual({ code: 'internal', message: 'just text', details: {} });
});

test('an input error names the field', () => {
  const parsed = calls['tasks.setStatus'].input.safeParse({ taskId: 'x', itemId: 'y', status: 'z' });
  const error = invalidInput('tasks.setStatus', parsed.error?.issues ?? []);
  expect(error.message).toBe('tasks.setStatus (taskId): must be 24 hexadecimal characters');
});
