import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliHome, sharedCliHome } from './support/cli.ts';

describe('sluice pipelines new', () => {
  let home: CliHome;
  const run = (...args: string[]) => home.run('pipelines', ...args, '--workspace', home.path('w'));
  const json = (...args: string[]) => home.json('pipelines', ...args, '--workspace', home.path('w'));

  beforeAll(async () => {
    home = await sharedCliHome();
  });
  afterAll(async () => await home[Symbol.asyncDispose]());

  it('lists what there is to start from, with the parts of each', async () => {
    const templates = (await json('templates')) as { id: string; needs: { key: string }[] }[];
    expect(templates).toHaveLength(8);
    expect(templates[0]).toMatchObject({
      id: 'simple',
      needs: [{ key: 'inbox' }, { key: 'recipe' }, {}, {}],
    });
    const { stdout } = await run('templates');
    expect(stdout).toMatch(/^qa-sampling +A share of .* inbox, recipe, share \(10\), done, discarded$/m);
  });

  it('refuses parts that are missing, unknown or do not fit, and makes nothing then', async () => {
    const refused: [string[], RegExp][] = [
      [['nothing'], /no template "nothing"\. There are: simple, task-to-task, /],
      [
        ['simple', '--part', 'model=x'],
        /"Simple" has no part "model"\. It has: inbox, recipe, done, discarded/,
      ],
      [['pre-label-and-review'], /needs: Model that labels first\. Give it as --part model=VALUE/],
      [['qa-sampling', '--part', 'share=200'], /needs: Share for QA in percent, 0 to 100/],
    ];
    for (const [args, message] of refused) {
      const { code, stderr } = await run('new', ...args);
      expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    }
    expect(await json('list')).toEqual([]);
  });

  it('makes a pipeline that installs, with its datasets and a recipe', async () => {
    const args = [
      'new',
      'pre-label-and-review',
      '--project',
      'Hand',
      '--part',
      'model=sluice/bright-regions',
    ];
    const made = (await json(...args, '--part', 'inbox=Photos')) as {
      pipeline: { name: string };
      datasets: string[];
      problems: { severity: string }[];
    };
    expect(made).toMatchObject({
      pipeline: { name: 'Pre-label and review' },
      datasets: ['Photos', 'approved', 'discarded'],
    });
    expect(made.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(await json('install', 'Pre-label and review')).toMatchObject({
      pipeline: { status: 'Installed' },
    });
    const { stdout } = await run('new', 'simple', '--part', 'inbox=Photos', '--part', 'recipe=Boxes');
    expect(stdout).toMatch(/datasets made +done\n/);
    const again = await run('new', 'simple');
    expect([again.code, again.stderr]).toEqual([
      2,
      expect.stringContaining('has a pipeline called "Simple"'),
    ]);
    const none = await run('new', 'simple', '--name', 'Other', '--part', 'recipe=None');
    expect(none.stderr).toContain('no recipe "None". It has: "Boxes".');
  });
});
