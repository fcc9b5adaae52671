import { expect, it } from 'vitest';
import { runStage, tally } from '#dev/test/stage.ts';

it.each([
  ['vitest', '\x1b[2m      Tests \x1b[22m \x1b[32m44 passed\x1b[39m (44)', true, { passed: 44, failed: 0 }],
  ['vitest with failures', '      Tests  2 failed | 42 passed (44)', false, { passed: 42, failed: 2 }],
  ['vitest with nothing but failures', '      Tests  2 failed (2)', false, { passed: 0, failed: 2 }],
  ['Playwright', '  12 passed (1.2m)\n', true, { passed: 12, failed: 0 }],
  [
    'Playwright with failures',
    '  1 failed\n    [x] › a.spec.ts\n  11 passed (9s)\n',
    false,
    { passed: 11, failed: 1 },
  ],
  ['a run that broke outside of its tests', '      Tests  3 passed (3)', false, { passed: 3, failed: 1 }],
  ['a check', 'Checked 40 files', true, { passed: 1, failed: 0 }],
  ['a check that failed', 'error TS2322: 3 passed', false, { passed: 0, failed: 1 }],
])('counts the tests of %s', (_what, output, ok, counts) => {
  expect(tally(output, ok)).toEqual(counts);
});

it('stops a stage at its first program that fails', async () => {
  const exit = (code: number) => [process.execPath, '-e', `process.exit(${code})`] as const;
  expect(await runStage({ name: 'good', commands: [exit(0), exit(0)] })).toMatchObject({
    ok: true,
    passed: 1,
  });
  const bad = await runStage({ name: 'bad', commands: [exit(3), [process.execPath, '-e', 'while (true);']] });
  expect(bad).toMatchObject({ name: 'bad', ok: false, failed: 1 });
  const absent = await runStage({ name: 'absent', commands: [['no-such-program']] });
  expect(absent).toMatchObject({ ok: false, failed: 1 });
});
