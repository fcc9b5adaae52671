import { mkdir, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { describeFunctions, listFunctions } from '#cli/pipelines/functions.ts';
import { SPECS } from '#core/pipeline/specs.ts';
import { cliHome } from './support/cli.ts';

describe('sluice functions list', () => {
  it('lists the library and the functions of people, without opening the workspace', async () => {
    await using home = await cliHome();
    const workspace = home.path('w');
    const none = await listFunctions(workspace);
    expect(none.library.map(({ kind }) => kind)).toEqual(Object.keys(SPECS));
    expect(none.own).toEqual([]);
    expect(describeFunctions(none)).toMatch(
      /\nquality\.check +Check picture quality +Item +Item +pass, fail +Tells/,
    );
    await mkdir(home.path('w', 'functions'), { recursive: true });
    for (const name of ['crop.ts', 'tag.js', 'tag.ts', 'notes.txt', 'two words.js']) {
      await writeFile(home.path('w', 'functions', name), '');
    }
    const found = await home.json('functions', 'list', '--workspace', workspace);
    expect(found).toEqual({
      library: none.library.map((entry) => expect.objectContaining({ kind: entry.kind })),
      own: [
        { name: 'crop', functionName: 'user.crop', path: home.path('w', 'functions', 'crop.ts') },
        { name: 'tag', functionName: 'user.tag', path: home.path('w', 'functions', 'tag.js') },
      ],
    });
    const { stdout } = await home.run('functions', 'list', '--workspace', workspace);
    expect(stdout).toMatch(/\nown +file\nuser\.crop +\//);
  });
});
