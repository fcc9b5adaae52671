/** What a snippet may do when it is granted, against a real server and real files. */
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hostGrant, isPrivateAddress } from '#engine/code/worker/addresses.ts';
import { answerOf, faultOf, makeSandbox, requestOf, runOne, sharedSandbox } from './support.ts';

let server: Server;
let port = 0;
const seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];

function answer(request: IncomingMessage, response: ServerResponse, body: string): void {
  const url = new URL(request.url ?? '/', 'http://local');
  switch (url.pathname) {
    case '/json':
      response.setHeader('x-odd', 'yes').end(JSON.stringify({ got: body, ä: '𝄞' }));
      break;
    case '/missing':
      response.writeHead(404, 'Not here').end('nothing');
      break;
    case '/to':
      response.writeHead(Number(url.searchParams.get('status') ?? 302), {
        location: url.searchParams.get('url') ?? '',
      });
      response.end();
      break;
    case '/huge':
      for (let n = 0; n < 20; n++) response.write(Buffer.alloc(2 ** 20, 65));
      response.end();
      break;
    case '/cut':
      response.writeHead(200, { 'content-length': '100' }).write('a');
      setTimeout(() => response.destroy(), 20);
      break;
    case '/never':
      break;
  }
}

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      answer(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('network', () => {
  const named = () => ({ grants: { network: ['127.0.0.1'] } });
  const at = (path: string) => `http://127.0.0.1:${port}${path}`;

  it('reads and sends', async () => {
    const source = `export default async (url) => {
      const reply = await fetch(url, { method: 'post', headers: { 'X-Mine': 1, Host: 'evil' }, body: 'häh' });
      return [reply.ok, reply.status, reply.url === url, reply.headers.get('X-Odd'), await reply.json(), await reply.text()];
    }`;
    const value = (await answerOf(sharedSandbox(), source, at('/json'), named())) as unknown[];
    const text = '{"got":"häh","ä":"𝄞"}';
    expect(value).toEqual([true, 200, true, 'yes', JSON.parse(text), text]);
    const call = seen.at(-1);
    expect(call).toMatchObject({
      method: 'POST',
      body: 'häh',
      headers: { 'x-mine': '1', host: `127.0.0.1:${port}` },
    });
  });

  it('several at once, and a status that is no success', async () => {
    const source = `export default async (url) => {
      const replies = await Promise.all([1, 2, 3].map((n) => fetch(url + '?n=' + n)));
      return replies.map((reply) => [reply.ok, reply.status, reply.statusText]);
    }`;
    const value = await answerOf(sharedSandbox(), source, at('/missing'), named());
    expect(value).toEqual(new Array(3).fill([false, 404, 'Not here']));
  });

  it.each([
    ['a host that was not granted', 'http://example.com/', 'may not reach example.com'],
    ['another way to write the host', 'http://2130706433:1/', 'ECONNREFUSED'],
    ['another protocol', 'file:///etc/passwd', 'takes http and https'],
    ['no address', 'nonsense', 'takes http and https'],
    ['a closed port', 'http://127.0.0.1:1/', 'ECONNREFUSED'],
  ])('refuses %s', async (_name, url, words) => {
    const fault = await faultOf(sharedSandbox(), 'export default (url) => fetch(url)', url, named());
    expect(fault).toMatchObject({ kind: 'user', message: expect.stringContaining(words) });
  });

  it('follows redirects within the list only', async () => {
    const source = 'export default async (url) => (await fetch(url, { method: "POST", body: "b" })).url';
    const inside = at(`/to?url=${encodeURIComponent('/json')}`);
    expect(await answerOf(sharedSandbox(), source, inside, named())).toBe(at('/json'));
    expect(seen.at(-1)).toMatchObject({ method: 'GET', body: '' });
    const kept = at(`/to?status=307&url=${encodeURIComponent('/json')}`);
    expect(await answerOf(sharedSandbox(), source, kept, named())).toBe(at('/json'));
    expect(seen.at(-1)).toMatchObject({ method: 'POST', body: 'b' });
    const outside = at(`/to?url=${encodeURIComponent(`http://localhost:${port}/json`)}`);
    const fault = await faultOf(sharedSandbox(), source, outside, named());
    expect(fault.message).toContain(`may not reach localhost:${port}`);
    const around = at(`/to?url=${encodeURIComponent(at('/to?url=%2Fto'))}`);
    expect((await faultOf(sharedSandbox(), source, around, named())).kind).toBe('user');
  });

  it('does not take secrets along to another host', async () => {
    const url = at(`/to?status=307&url=${encodeURIComponent(`http://localhost:${port}/json`)}`);
    const source =
      'export default async (url) => (await fetch(url, { headers: { Authorization: "secret", Other: "x" } })).status';
    const wish = { grants: { network: ['127.0.0.1', 'localhost'] } };
    expect(await answerOf(sharedSandbox(), source, url, wish)).toBe(200);
    expect(seen.at(-1)?.headers).toMatchObject({ other: 'x' });
    expect(seen.at(-1)?.headers.authorization).toBeUndefined();
  });

  it('a pattern opens no private address', async () => {
    const source = 'export default async (url) => (await fetch(url)).status';
    for (const url of [
      at('/json'),
      `http://localhost:${port}/json`,
      `http://[::ffff:127.0.0.1]:${port}/json`,
    ]) {
      const fault = await faultOf(sharedSandbox(), source, url, { grants: { network: ['*'] } });
      expect(fault.message).toContain('private network');
    }
    const wish = { grants: { network: ['*', `localhost:${port}`] } };
    expect(await answerOf(sharedSandbox(), source, `http://localhost:${port}/json`, wish)).toBe(200);
  });

  it('takes no more than fits, nor half an answer', async () => {
    const source = 'export default async (url) => (await (await fetch(url)).text()).length';
    expect((await faultOf(sharedSandbox(), source, at('/huge'), named())).message).toContain(
      'more than 8 MB',
    );
    expect((await faultOf(sharedSandbox(), source, at('/cut'), named())).kind).toBe('user');
    const sending = 'export default (url) => fetch(url, { method: "PUT", body: "x".repeat(9e6) })';
    expect((await faultOf(sharedSandbox(), sending, at('/json'), named())).message).toContain('at most 8 MB');
  });

  it('waits no longer than the item may take, and others go on', async () => {
    const sandbox = makeSandbox();
    const source =
      'export default async (path) => { console.log("asked"); return (await fetch(path)).status }';
    const paths = [at('/json'), at('/never'), at('/json')];
    const outcomes = await sandbox.run(requestOf(source, paths, { ...named(), timeoutMs: 500 }));
    expect(outcomes).toMatchObject([{ value: 200 }, { kind: 'timeout', logs: ['asked'] }, { value: 200 }]);
  });

  it('keeps no snippet without network waiting', async () => {
    const sandbox = makeSandbox();
    const slow = sandbox.run(
      requestOf('export default (path) => fetch(path)', new Array(8).fill(at('/never')), {
        ...named(),
        timeoutMs: 20_000,
      }),
    );
    const end = expect(slow).rejects.toMatchObject({ code: 'aborted' });
    expect(await answerOf(sandbox, 'export default (n) => n + 1', 1)).toBe(2);
    await sandbox.close();
    await end;
  });

  it('does not come with what was not awaited', async () => {
    const source = 'export default (url) => { fetch(url).then(() => console.log("late")); return 1 }';
    const outcomes = await sharedSandbox().run(requestOf(source, [at('/never'), at('/never')], named()));
    expect(outcomes).toMatchObject([
      { value: 1, logs: [] },
      { value: 1, logs: [] },
    ]);
  });

  it('errors can be caught, and headers and methods must be ones', async () => {
    const source = `export default async (url) => {
      const failed = async (options) => { try { await fetch(url, options); return '' } catch (error) { return error.name + error.message } };
      return [await failed({ headers: { 'a b': '1' } }), await failed({ method: 'G T' }), await failed({ body: {} })];
    }`;
    const [header, method, body] = (await answerOf(
      sharedSandbox(),
      source,
      at('/json'),
      named(),
    )) as string[];
    expect(header).toMatch(/TypeError.*header/i);
    expect(method).toContain('no HTTP method');
    expect(body).toContain('is a text');
  });
});

describe('addresses', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '0.0.0.0',
    '100.64.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:a00:1',
    'not an address',
  ])('%s is private', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });
  it.each(['1.1.1.1', '172.32.0.1', '2606:4700:4700::1111', '::ffff:8.8.8.8'])('%s is not', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });
  it('are opened by name or by pattern', () => {
    const grant = (url: string, ...hosts: string[]) => hostGrant(new URL(url), hosts);
    expect(grant('https://api.example.com/x', 'API.example.com ')).toBe('named');
    expect(grant('https://api.example.com/x', 'api.example.com:443')).toBe('named');
    expect(grant('https://api.example.com/x', 'api.example.com:80')).toBeNull();
    expect(grant('https://api.example.com/x', '*.example.com')).toBe('pattern');
    expect(grant('https://example.com/x', '*.example.com')).toBeNull();
    expect(grant('https://evilexample.com/x', '*.example.com', 'example.com')).toBeNull();
    expect(grant('https://example.com.evil.test/x', 'example.com')).toBeNull();
    expect(grant('http://example.com@evil.test/x', 'example.com')).toBeNull();
    expect(grant('http://[::1]:80/', '[::1]')).toBe('named');
  });
});

describe('files', () => {
  let root = '';
  let granted = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'sluice-files-'));
    granted = join(root, 'granted');
    await mkdir(join(granted, 'below'), { recursive: true });
    await writeFile(join(root, 'secret.txt'), 'secret');
    await writeFile(join(granted, 'a.txt'), 'ä\0z');
    await mkdir(join(root, 'granted-not'));
    await writeFile(join(root, 'granted-not', 'b.txt'), 'secret');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));
  const wish = () => ({ grants: { files: [granted] } });
  const read = (path: string) =>
    runOne(sharedSandbox(), 'export default (path) => readText(path)', path, wish());

  it('are read and written, with the folders above them', async () => {
    const source = `export default async (folder) => {
      writeText('new/deep/b.txt', readText('a.txt') + '!');
      writeText(folder + '/a.txt', 'again');
      return [await readText('new/deep/b.txt'), readText(folder + '/a.txt')];
    }`;
    expect(await answerOf(sharedSandbox(), source, granted, wish())).toEqual(['ä\0z!', 'again']);
    expect(await readFile(join(granted, 'new', 'deep', 'b.txt'), 'utf8')).toBe('ä\0z!');
    expect((await readdir(granted)).sort()).toEqual(['a.txt', 'below', 'new']);
  });

  it('outside of the folders stay closed', async () => {
    await symlink(join(root, 'secret.txt'), join(granted, 'link.txt'));
    await symlink(root, join(granted, 'up'));
    const outside = [
      '../secret.txt',
      join(root, 'secret.txt'),
      'below/../../secret.txt',
      '../granted-not/b.txt',
      'link.txt',
      'up/secret.txt',
      '/etc/hostname',
      '.',
      '..',
      '',
    ];
    for (const path of outside) {
      expect(await read(path)).toMatchObject({
        kind: 'user',
        message: expect.stringContaining('outside of the folders'),
      });
    }
    const source = 'export default (path) => writeText(path, "mine")';
    for (const path of [...outside, 'up/new.txt', '../new.txt']) {
      expect(await runOne(sharedSandbox(), source, path, wish())).toMatchObject({ kind: 'user' });
    }
    expect(await readFile(join(root, 'secret.txt'), 'utf8')).toBe('secret');
    expect((await readdir(root)).sort()).toEqual(['granted', 'granted-not', 'secret.txt']);
  });

  it('a link that leads nowhere is replaced and not followed', async () => {
    await symlink(join(root, 'target.txt'), join(granted, 'dangling.txt'));
    await answerOf(sharedSandbox(), 'export default () => writeText("dangling.txt", "here")', {}, wish());
    expect(await readdir(root)).not.toContain('target.txt');
    expect(await readFile(join(granted, 'dangling.txt'), 'utf8')).toBe('here');
  });

  it('are told apart from what is none', async () => {
    expect(await read('none.txt')).toMatchObject({ message: expect.stringContaining('is not there') });
    expect(await read('below')).toMatchObject({ message: expect.stringContaining('not a file') });
    await writeFile(join(granted, 'large.bin'), Buffer.alloc(17 * 2 ** 20));
    expect(await read('large.bin')).toMatchObject({ message: expect.stringContaining('larger than 16 MB') });
  });
});
