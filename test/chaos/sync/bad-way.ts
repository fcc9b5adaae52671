/** A way through a bad network: a share of its connections is refused, kept waiting or cut in the middle of what they carry. */
import { connect, createServer, type Socket } from 'node:net';
import type { Book } from '../runner/book.ts';
import type { Dice } from '../runner/dice.ts';

/** Milliseconds without a byte after which a connection is ended, so that the next request needs another. */
const IDLE_MS = 20;

/** Milliseconds that a connection is kept waiting at most, and bytes that it carries at most before it is cut. */
const DELAY_MS = 1500;
const CUT_BYTES = 40_000;

export type BadWay = {
  readonly port: number;
  /** The share of connections to which something happens. */
  setShare(share: number): void;
  close(): Promise<void>;
};

export async function openBadWay(target: number, dice: Dice, book: Book): Promise<BadWay> {
  let share = 0;
  const sockets = new Set<Socket>();

  function carry(near: Socket): void {
    const bad = dice.chance(share);
    const fault = bad ? dice.below(4) : -1;
    book.count('connections');
    if (bad) book.count('bad connections');
    if (fault === 0) {
      near.resetAndDestroy();
      return;
    }
    const begin = () => join(near, fault < 2 ? null : { up: fault === 2, after: dice.below(CUT_BYTES) });
    if (fault === 1) setTimeout(begin, dice.below(DELAY_MS));
    else begin();
  }

  function join(near: Socket, cut: { readonly up: boolean; readonly after: number } | null): void {
    const far = connect(target, '127.0.0.1');
    const both = [near, far] as const;
    for (const [from, to, isUp] of [
      [near, far, true],
      [far, near, false],
    ] as const) {
      let left = cut && cut.up === isUp ? cut.after : Number.POSITIVE_INFINITY;
      from.on('data', (part: Buffer) => {
        if (isUp) readdress(part);
        to.write(part.subarray(0, Math.max(0, left)));
        left -= part.length;
        if (left < 0) for (const socket of both) socket.resetAndDestroy();
      });
      from.once('end', () => to.end());
      from.once('error', () => to.destroy());
      from.once('close', () => to.destroy());
      sockets.add(from);
      from.once('close', () => sockets.delete(from));
    }
    // Only between two requests: while an answer is waited for, nothing comes either.
    let waits = false;
    near.on('data', () => {
      waits = true;
    });
    far.on('data', () => {
      waits = false;
    });
    near.setTimeout(IDLE_MS, () => {
      if (!waits) near.end();
    });
  }

  /** A hub answers to its own name alone. A request begins with its head, so the name is never in two parts. */
  function readdress(part: Buffer): void {
    const at = part.indexOf(`127.0.0.1:${port}\r\n`);
    if (at >= 0) part.write(`127.0.0.1:${target}`, at);
  }

  const server = createServer(carry);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const place = server.address();
  const port = typeof place === 'object' && place ? place.port : 0;
  return {
    port,
    setShare(next) {
      share = next;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
