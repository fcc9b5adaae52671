import { expect, test } from 'vitest';
import {
  ApiError,
  BadRequest,
  Conflict,
  ConnectionFailed,
  connect,
  FailedDependency,
  Forbidden,
  NotFound,
  RequestTimeout,
  ServerError,
  TooLarge,
  TooManyRequests,
  Unauthorized,
} from '#sdk/index.ts';
import { broken, network, PLACE, type Reply } from './support/network.ts';

const RETRY = { tries: 4, firstMs: 1, mostMs: 5 };

function session(answer: (nth: number) => Reply) {
  const net = network((_asked, nth) => answer(nth));
  return { ...net, session: connect({ url: PLACE, token: 'T', retry: RETRY, fetch: net.fetch }) };
}

test('the address may end in /api/v1, or not; what is no address is refused', () => {
  for (const url of ['http://a:1', 'http://a:1/', 'http://a:1/api/v1', 'http://a:1/api/v1/']) {
    expect(connect({ url, token: 'T' }).url).toBe('http://a:1/api/v1');
  }
  for (const url of ['', 'a:1', 'ftp://a', '/api/v1']) {
    expect(() => connect({ url, token: 'T' })).toThrow(`"${url}" is no address`);
  }
});

test('every request carries the token, or a fresh one each time', async () => {
  let made = 0;
  const net = network(() => ({ body: [] }));
  const fresh = connect({ url: PLACE, token: async () => `T${++made}`, fetch: net.fetch });
  await fresh.projects.list();
  await fresh.projects.list();
  expect(net.asked.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer T1', 'Bearer T2']);
});

test.for([
  [400, BadRequest],
  [401, Unauthorized],
  [403, Forbidden],
  [404, NotFound],
  [408, RequestTimeout],
  [409, Conflict],
  [413, TooLarge],
  [424, FailedDependency],
  [500, ServerError],
  [418, ApiError],
] as const)(
  '%i is an error of its own with the message of the server, and is not tried again',
  async ([status, kind]) => {
    const { asked, session: it } = session(() => ({ status, body: { message: 'Because.' } }));
    const error = await it.projects.list().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ name: kind.name, status, message: 'Because.', request: 'GET /projects' });
    expect(asked).toHaveLength(1);
  },
);

test('a page of a proxy is not quoted as the message', async () => {
  const { session: it } = session(() => ({ status: 404, body: '<html>nothing</html>' }));
  await expect(it.projects.list()).rejects.toThrow('The server answered 404 to GET /projects.');
});

test('what the server cannot do for the moment is tried again, and too many requests are', async () => {
  const { asked, session: it } = session((nth) => {
    if (nth === 3) return { body: [] };
    return nth === 1 ? { status: 503 } : { status: 429, headers: { 'retry-after': '0' } };
  });
  expect(await it.projects.list()).toEqual([]);
  expect(asked).toHaveLength(3);
  const busy = session(() => ({ status: 502, body: { message: 'Busy.' } }));
  await expect(busy.session.projects.list()).rejects.toThrow(ServerError);
  expect(busy.asked).toHaveLength(RETRY.tries);
  const limited = session(() => ({ status: 429, body: { message: 'Slower.' } }));
  await expect(limited.session.projects.list()).rejects.toThrow(TooManyRequests);
});

test('a lost connection is tried again, but not when what was asked may have been done', async () => {
  const reset = session((nth) => (nth === 1 ? broken('ECONNRESET') : { body: [] }));
  await reset.session.projects.list();
  expect(reset.asked).toHaveLength(2);
  const making = session(() => broken('ECONNRESET'));
  await expect(making.session.projects.create('p')).rejects.toThrow(ConnectionFailed);
  expect(making.asked).toHaveLength(1);
  const closed = session(() => broken('ECONNREFUSED'));
  await expect(closed.session.projects.create('p')).rejects.toThrow(
    `${PLACE} cannot be reached (ECONNREFUSED)`,
  );
  expect(closed.asked).toHaveLength(RETRY.tries);
});

test('an abort ends a wait between two tries, with its own reason', async () => {
  const stop = new AbortController();
  const net = network(() => {
    setImmediate(() => stop.abort(new Error('enough')));
    return { status: 503 };
  });
  const it = connect({
    url: PLACE,
    token: 'T',
    retry: { tries: 9, firstMs: 60_000, mostMs: 60_000 },
    fetch: net.fetch,
  });
  await expect(it.projects.list({ signal: stop.signal })).rejects.toThrow('enough');
  expect(net.asked).toHaveLength(1);
});

test('an answer that is no JSON is told as another kind of server', async () => {
  const { session: it } = session(() => ({ body: 'hello' }));
  await expect(it.projects.list()).rejects.toThrow('does not answer as the API does: hello');
});

test('a command is looked after until it has ended, and its end tells how', async () => {
  const command = { id: 'c1', type: 'clone', url: `${PLACE}/commands/c1`, spec: {}, error: null };
  const good = session((nth) => ({
    body: { ...command, status: nth < 3 ? 'in-progress' : 'success', progress: nth },
  }));
  const seen: number[] = [];
  const ended = await good.session.commands.wait('c1', {
    firstMs: 1,
    onProgress: (percent) => void seen.push(percent),
  });
  expect(ended.status).toBe('success');
  expect(seen).toEqual([1, 2, 100]);
  const bad = session(() => ({ body: { ...command, status: 'failed', error: { message: 'No space.' } } }));
  const error = await bad.session.commands.wait('c1').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FailedDependency);
  expect(error).toMatchObject({ message: 'The command "clone" ended as failed: No space.' });
});
