/** The real Python, with a small package in place of Dataloop's SDK. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPython, type Python, type PythonInputs, type PythonRequest } from '#engine/code/python.ts';

const SDK = `
import os, json, base64
class Client:
    token = None
client_api = Client()
environment = None
def setenv(name):
    global environment
    environment = json.loads(base64.b64decode(os.environ['DTLPY_CUSTOM_ENV'])) if name == 'custom' else None
class Item:
    @classmethod
    def from_json(cls, project, _json, client_api, is_fetched=True):
        item = cls()
        item.json, item.client, item.project = dict(_json), client_api, project
        return item
    @property
    def name(self):
        return self.json['name']
    def to_json(self):
        return self.json
`;

let root = '';
let env: NodeJS.ProcessEnv = {};
let python: Python;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-python-'));
  const packages = join(root, 'packages');
  await mkdir(join(packages, 'dtlpy'), { recursive: true });
  await writeFile(join(packages, 'dtlpy', '__init__.py'), SDK);
  await mkdir(join(packages, 'dtlpy-1.2.3.dist-info'));
  await writeFile(
    join(packages, 'dtlpy-1.2.3.dist-info', 'METADATA'),
    'Metadata-Version: 2.1\nName: dtlpy\nVersion: 1.2.3\n',
  );
  env = { ...process.env, PYTHONPATH: packages, DTLPY_TOKEN: 'of the cloud' };
  python = createPython({ scratchDir: join(root, 'scratch'), env });
});
afterEach(async () => {
  await python.close();
  await rm(root, { recursive: true, force: true });
});

const item = (name: string): PythonInputs => ({ item: { type: 'Item', value: { id: name, name } } });
const number = (value: number): PythonInputs => ({ n: { type: 'Integer', value } });
const request = (
  source: string,
  items: readonly PythonInputs[],
  wish: Partial<PythonRequest> = {},
): PythonRequest => ({
  source,
  items,
  context: {},
  limits: { timeoutMs: 20_000 },
  api: null,
  ...wish,
});
const runner = (...lines: readonly string[]): string =>
  ['class ServiceRunner:', ...lines.map((line) => `    ${line}`)].join('\n');
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('looking for Python', () => {
  it('finds it with its SDK', async () => {
    const found = await python.find();
    expect(found).toMatchObject({ version: expect.stringMatching(/^3\.\d+\.\d+$/), sdk: '1.2.3' });
    expect(await python.find()).toBe(found);
  });

  it('tells that there is none', async () => {
    for (const wish of [{ PATH: root }, { SLUICE_PYTHON: join(root, 'none') }]) {
      const without = createPython({ scratchDir: root, env: { ...env, ...wish } });
      const run = without.run(request(runner('def run(self, item): pass'), [item('a')]));
      await expect(run).rejects.toMatchObject({
        code: 'tool-missing',
        message: expect.stringMatching(/^missing python3/),
      });
      await without.close();
    }
  });

  it('tells that the SDK is not there, and how to get it', async () => {
    const without = createPython({ scratchDir: root, env: { ...env, PYTHONPATH: root } });
    await expect(without.find()).rejects.toMatchObject({
      code: 'tool-missing',
      message: expect.stringMatching(/^python3 is there but dtlpy is not.* -m pip install dtlpy$/),
    });
    await without.close();
  });
});

describe('a ServiceRunner', () => {
  it('gets entities, and answers theirs', async () => {
    const source = `import dtlpy as dl\n${runner(
      'def run(self, item: dl.Item, progress=None):',
      '    assert isinstance(item, dl.Item) and item.client is dl.client_api',
      '    item.json["name"] = item.name.upper()',
      '    progress.update(action="big" if len(item.name) > 1 else "small")',
      '    return item',
    )}`;
    expect(await python.run(request(source, [item('a'), item('äö')]))).toEqual([
      { ok: true, value: { id: 'a', name: 'A' }, action: 'small', logs: [] },
      { ok: true, value: { id: 'äö', name: 'ÄÖ' }, action: 'big', logs: [] },
    ]);
  });

  it('is made once, and stays for the next batch', async () => {
    const source = runner(
      'def __init__(self):',
      '    self.count = 0',
      'def run(self, n):',
      '    self.count += n',
      '    return self.count',
    );
    const values = async () =>
      (await python.run(request(source, [number(1), number(2)]))).map(
        (outcome) => outcome.ok && outcome.value,
      );
    expect(await values()).toEqual([1, 3]);
    expect(await values()).toEqual([4, 6]);
  });

  it('has its method chosen by name, its context, and lists', async () => {
    const source = runner(
      'def other(self, items, context, **more):',
      '    context.logger.info("at %s", context.node.name)',
      '    return [each.name for each in items], more, context.nothing, float("nan"), (1, 2)',
    );
    const inputs = {
      items: { type: 'Item[]', value: [{ name: 'a' }, { name: 'b' }] },
      extra: { type: 'String', value: 'x' },
    };
    const context = { node: { name: 'Code' } };
    const outcomes = await python.run(request(source, [inputs], { functionName: 'other', context }));
    expect(outcomes).toEqual([
      {
        ok: true,
        value: [['a', 'b'], { extra: 'x' }, null, null, [1, 2]],
        action: null,
        logs: ['INFO at Code'],
      },
    ]);
  });

  it('has what it prints kept apart from what it answers', async () => {
    const source = `import os, sys, subprocess\nprint("loaded")\n${runner(
      'def run(self, n):',
      '    print("n", n); print("ä", end=""); sys.stderr.write("warned\\n")',
      '    os.write(1, b"raw {}\\n")',
      '    subprocess.run([sys.executable, "-c", "print(1)"])',
      '    for line in range(n): print(line)',
      '    return sys.stdin.read()',
    )}`;
    const [first, second] = await python.run(request(source, [number(0), number(1000)]));
    expect(first).toEqual({ ok: true, value: '', action: null, logs: ['n 0', 'äwarned'] });
    expect(second?.logs).toHaveLength(201);
    expect(second?.logs.at(-1)).toContain('left out');
  });

  it('is pointed at the local API, and never at the cloud', async () => {
    const source = `import dtlpy as dl, os\n${runner(
      'def run(self, n):',
      '    return dl.environment, dl.client_api.token, os.environ.get("DTLPY_TOKEN"), os.environ["DATALOOP_PATH"]',
    )}`;
    const values = async (api: PythonRequest['api']) => {
      const [outcome] = await python.run(request(source, [number(1)], { api }));
      return outcome?.ok ? (outcome.value as unknown[]) : outcome;
    };
    const folder = join(root, 'scratch', 'dataloop');
    expect(await values(null)).toEqual([null, null, null, folder]);
    const url = 'http://127.0.0.1:7/api/v1';
    expect(await values({ url, token: 'local' })).toEqual([
      expect.objectContaining({ url, verify_ssl: false, gate_url: 'http://127.0.0.1:7' }),
      'local',
      'local',
      folder,
    ]);
  });
});

describe('what goes wrong', () => {
  it('is told with its place, and spoils no other item', async () => {
    const source = runner(
      'def run(self, n):',
      '    print("at", n)',
      '    return self.deep(n)',
      'def deep(self, n):',
      '    return 10 / n',
    );
    const outcomes = await python.run(request(source, [number(5), number(0), number(2)]));
    expect(outcomes).toMatchObject([
      { ok: true, value: 2 },
      { ok: false, kind: 'user', place: { line: 6 }, logs: ['at 0'] },
      { ok: true, value: 5 },
    ]);
    const fault = outcomes[1];
    expect(fault?.ok === false && fault.message).toBe('ZeroDivisionError: division by zero (line 6)');
    expect(fault?.ok === false && fault.stack).toContain('return 10 / n');
    expect(fault?.ok === false && fault.stack).not.toContain('service_runner');
  });

  it.each([
    ['a stray sign', 'class ServiceRunner:\n    def run(self):\n        return ==', 'invalid', /line 3/],
    ['no such method', runner('def other(self): pass'), 'invalid', /no method "run"/],
    ['no class', 'x = 1', 'invalid', /no class ServiceRunner/],
    ['a module that is not there', 'import nothing_like_this', 'user', /-m pip install nothing_like_this/],
    ['an end of its own', runner('def run(self, n): raise SystemExit(3)'), 'user', /SystemExit: 3/],
    ['an input that it does not know', runner('def run(self, a, b): pass'), 'user', /TypeError.*'b'/],
    ['an answer that is not JSON', runner('def run(self, n): return object()'), 'user', /which is not JSON/],
    ['a sudden end', `import os\n${runner('def run(self, n): os._exit(7)')}`, 'crash', /exit code 7/],
    [
      'a signal',
      `import os, signal\n${runner('def run(self, n): os.kill(os.getpid(), signal.SIGSEGV)')}`,
      'crash',
      /SIGSEGV/,
    ],
  ] as const)('%s', async (_name, source, kind, words) => {
    const outcomes = await python.run(request(source, [number(1), number(2)]));
    expect(outcomes).toMatchObject([
      { ok: false, kind, message: expect.stringMatching(words) },
      { ok: false, kind },
    ]);
  });

  it('is stopped in time, with all that it started, and the others go on', async () => {
    const file = join(root, 'pids');
    const source = `import os, subprocess, sys\n${runner(
      'def run(self, n):',
      '    if n != 2: return n',
      '    below = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])',
      `    open(${JSON.stringify(file)}, "w").write(f"{os.getpid()} {below.pid}")`,
      '    print("waiting")',
      '    while True: pass',
    )}`;
    const numbers = [number(1), number(2), number(3)];
    const outcomes = await python.run(request(source, numbers, { limits: { timeoutMs: 2_000 } }));
    expect(outcomes).toMatchObject([{ value: 1 }, { kind: 'timeout', logs: ['waiting'] }, { value: 3 }]);
    const pids = (await readFile(file, 'utf8')).split(' ').map(Number);
    while (pids.some(isAlive)) await sleep(20);
    expect(pids).toHaveLength(2);
  });
});

describe('the end', () => {
  const LOOP = `import os\n${runner('def run(self, n):', '    open(str(n), "w").write(str(os.getpid()))', '    while True: pass')}`;
  const pidOf = async (n: number): Promise<number> => {
    for (;;) {
      const text = await readFile(join(root, 'scratch', String(n)), 'utf8').catch(() => '');
      if (text !== '') return Number(text);
      await sleep(20);
    }
  };

  it('comes at once when it is given up', async () => {
    const controller = new AbortController();
    const run = expect(python.run(request(LOOP, [number(1)]), controller.signal)).rejects.toMatchObject({
      code: 'aborted',
    });
    const pid = await pidOf(1);
    controller.abort();
    await run;
    expect(isAlive(pid)).toBe(false);
  });

  it('leaves no process, neither busy nor idle', async () => {
    const source = `import os\n${runner('def run(self, n): return os.getpid()')}`;
    const [idle] = await python.run(request(source, [number(1)]));
    const busy = expect(python.run(request(LOOP, [number(2)]))).rejects.toMatchObject({ code: 'aborted' });
    const pids = [await pidOf(2), Number(idle?.ok && idle.value)];
    expect(pids.map(isAlive)).toEqual([true, true]);
    await python.close();
    await busy;
    expect(pids.map(isAlive)).toEqual([false, false]);
    await expect(python.run(request(source, [number(1)]))).rejects.toMatchObject({ code: 'aborted' });
  });

  it('keeps no more than two processes', async () => {
    const pids: number[] = [];
    for (let by = 0; by < 4; by++) {
      const source = `import os\n${runner(`def run(self, n): return os.getpid() + ${by} * 0`)}`;
      const [outcome] = await python.run(request(source, [number(1)]));
      if (outcome?.ok) pids.push(Number(outcome.value));
    }
    expect(new Set(pids).size).toBe(4);
    expect(pids.filter(isAlive)).toHaveLength(2);
  });
});
