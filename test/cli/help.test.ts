import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { main } from '#cli/program.ts';
import { type CliHome, type CliResult, cliHome } from './support/cli.ts';

const COMMANDS = [
  ...'open, serve, token, token list, token revoke, users, users list, users add, users password, users set, users disable, users enable, users revoke, run, pipelines, tasks, tasks list, tasks take, tasks status'.split(
    ', ',
  ),
  ...'events, functions, functions list, explain, verify, simulate, demo, doctor, gc, backup, restore'.split(
    ', ',
  ),
  ...'list, templates, new, show, cycles, versions, log, stats, create, import, update, export, validate, install, pause, reset, delete'
    .split(', ')
    .map((name) => `pipelines ${name}`),
  ...['create', 'show', 'update', 'delete', 'add', 'remove', 'clear'].map((name) => `tasks ${name}`),
  ...['', ' list', ' show', ' set', ' reassign', ' redistribute', ' pull', ' release'].map(
    (name) => `assignments${name}`,
  ),
  ...['execute', 'rerun', 'terminate', 'set', 'back', 'triggers'].map((name) => `pipelines ${name}`),
  ...['', ' list', ' show', ' create', ' rename', ' set', ' members', ' delete'].map(
    (name) => `projects${name}`,
  ),
  ...[
    '',
    ' list',
    ' show',
    ' create',
    ' rename',
    ' set',
    ' delete',
    ' folders',
    ' clone',
    ' merge',
    ' split',
    ' export',
  ].map((name) => `datasets${name}`),
  ...['', ' make', ' list', ' extend', ' end', ' open', ' taken', ' return', ' receive'].map(
    (name) => `packs${name}`,
  ),
  ...['', ' list', ' show', ' create', ' set', ' clone', ' delete'].map((name) => `recipes${name}`),
  ...['', ' list', ' show', ' create', ' labels', ' attributes', ' remove-attributes', ' set', ' delete'].map(
    (name) => `ontologies${name}`,
  ),
  ...['', ' show', ' abort'].map((name) => `commands${name}`),
  ...['', ' list', ' show', ' set', ' upload', ' download', ' delete', ' status'].map(
    (name) => `items${name}`,
  ),
  'sync',
  ...'connect, status, now, pause, resume, trust, disconnect, catalog, link, publish, files, unlink, conflicts, solve, parked, retry, drop'
    .split(', ')
    .map((name) => `sync ${name}`),
  ...['clone', 'mkdir', 'move', 'restore', 'history'].map((name) => `items ${name}`),
  ...['', ' list', ' show', ' terminate', ' retry', ' executions'].map((name) => `cycles${name}`),
  ...['', ' list', ' show', ' attempts', ' terminate', ' rerun', ' progress'].map(
    (name) => `executions${name}`,
  ),
];

/** Arguments that do not fit, and what the message must name. */
const WRONG = [
  [['nonsense'], 'nonsense'],
  [['demo', '--frames', 'many'], '--frames'],
  [['demo', '--frames', '0'], '--frames'],
  [['demo', 'extra'], 'extra'],
  [['sync', 'connect', 'hub.example', '--token', 'abc'], 'SLUICE_HUB_TOKEN'],
  [['sync', 'now'], 'sync connect'],
  [['sync', 'solve', 'mine'], '--all'],
  [['sync', 'retry', 'one'], 'seq'],
  [['serve', '--port', '70000'], '--port'],
  [['run', '--input', '.'], 'pipeline'],
  [['run', 'pipeline.json'], '--input'],
  [['run', 'nowhere.json', '--input', '.'], 'nowhere.json'],
  [['tasks', 'take'], 'task'],
  [['tasks', 'status', 'QA', 'not-an-id', 'approved'], 'not-an-id'],
  [['tasks', 'list', '--unknown'], '--unknown'],
] as const;

/** The same program in this process: there is a help for each command, and a start takes longer than all of them. */
async function runHere(...args: string[]): Promise<CliResult> {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      said[name] += String(text);
      return true;
    });
  }
  const before = process.stdout.listeners('error');
  try {
    const code = await main(args);
    return { code, ...said };
  } finally {
    vi.restoreAllMocks();
    for (const listener of process.stdout.listeners('error')) {
      if (!before.includes(listener)) process.stdout.off('error', listener as () => void);
    }
  }
}

describe('the command line', () => {
  let home: CliHome;
  beforeAll(async () => {
    home = await cliHome();
  });
  afterAll(async () => await home[Symbol.asyncDispose]());

  it.each(COMMANDS)('explains %s', async (command) => {
    const { code, stdout, stderr } = await runHere(...command.split(' '), '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`Usage: sluice ${command}`);
    expect(stdout).toMatch(/Examples?:\n {2}sluice /);
    expect(stdout).toContain('Exit codes:');
  });

  it('says the same in a process of its own', async () => {
    const args = ['pipelines', 'execute', '--help'];
    expect(await home.run(...args)).toEqual(await runHere(...args));
  });

  it('lists all commands and their exit codes', async () => {
    const { code, stdout } = await home.run('--help');
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(stdout).toContain(`\n  ${command.split(' ')[0]} `);
    for (const meaning of ['0    done', '4    another Sluice has the workspace open']) {
      expect(stdout).toContain(meaning);
    }
  });

  it.each(WRONG)('refuses %j in one line', async (args, named) => {
    const { code, stdout, stderr } = await home.run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^sluice: [^\n]+\n$/);
    expect(stderr).toContain(named);
  });

  it('tells errors as JSON where JSON is asked for', async () => {
    const { code, stdout, stderr } = await home.run('run', 'nowhere.json', '--input', '.', '--json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: 'not-found', message: expect.stringContaining('nowhere.json') },
    });
  });

  // Elsewhere there always is one, and the app would open.
  it.runIf(process.platform === 'linux')(
    'without a display names the commands that work without one',
    async () => {
      await using bare = await cliHome({ DISPLAY: '', WAYLAND_DISPLAY: '' });
      const { code, stderr } = await bare.run('open');
      expect(code).toBe(5);
      expect(stderr).toMatch(/^sluice: No display is set.*sluice serve.*\n$/);
    },
  );
});
