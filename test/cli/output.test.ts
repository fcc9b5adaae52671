import { describe, expect, it } from 'vitest';
import { EXIT, exitCodeOf } from '#cli/exit-codes.ts';
import { createOutput, facts, table } from '#cli/output.ts';
import { ERROR_CODES, SluiceError } from '#core/errors.ts';

function capture(json: boolean, isTTY = false) {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => ({
    isTTY,
    write(text: string) {
      written[name] += text;
    },
  });
  return { written, output: createOutput(json, { out: stream('out'), err: stream('err') }) };
}

describe('output', () => {
  it('keeps results and messages apart', () => {
    const { written, output } = capture(true);
    output.say('working');
    output.progress('half');
    output.result({ done: true }, () => 'done');
    expect(written).toEqual({ out: '{"done":true}\n', err: 'working\n' });
  });

  it('replaces progress on a terminal', () => {
    const { written, output } = capture(false, true);
    output.progress('half');
    output.result(1, () => 'all');
    expect(written).toEqual({ out: 'all\n', err: '\r\x1b[Khalf\r\x1b[K' });
  });

  it('tells an error in one line, whatever it holds', () => {
    const { written, output } = capture(false);
    output.fail(new SluiceError('tool-failed', 'ffmpeg said:\n  no\n  such file'));
    expect(written.err).toBe('sluice: ffmpeg said: no such file\n');
  });

  it('aligns tables, numbers to the right', () => {
    expect(
      table(
        ['name', 'n'],
        [
          ['a', 5],
          ['bcdef', 10],
        ],
      ),
    ).toBe('name    n\na       5\nbcdef  10');
    expect(table(['name'], [])).toBe('name');
    expect(
      facts([
        ['a', 1],
        ['long', 'x'],
      ]),
    ).toBe('a     1\nlong  x');
  });
});

describe('exit codes', () => {
  it('tell what kind of error it was', () => {
    const codes = Object.fromEntries(
      ERROR_CODES.map((code) => [code, exitCodeOf(new SluiceError(code, ''))]),
    );
    expect(codes).toMatchObject({
      'workspace-locked': EXIT.locked,
      'tool-missing': EXIT.missing,
      'invalid-input': EXIT.usage,
      'tool-failed': EXIT.workFailed,
      internal: EXIT.unexpected,
    });
    expect(Object.values(codes)).not.toContain(EXIT.ok);
    expect(exitCodeOf(new Error('boom'))).toBe(EXIT.unexpected);
  });
});
