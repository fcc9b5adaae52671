/** The engine's lives, one after the other, in one workspace. */
import { join } from 'node:path';
import type { Book } from './book.ts';
import { FAULT_TEXT } from './graph.ts';
import { type Life, startLife } from './life.ts';

export type Lives = {
  readonly workspace: string;
  readonly home: string;
  current(): Life;
  /** Begins the next life; the one before must be over. */
  begin(): Life;
  /** Milliseconds that the last start took until it answered. */
  readonly startMs: () => number;
};

/** What engines say on standard error in such a run, because they were made to: failures of the snippet and the webhook. */
const EXPECTED = [new RegExp(FAULT_TEXT), /^at default \(snippet/, /127\.0\.0\.1/];

export function createLives(folder: string, book: Book): Lives {
  const workspace = join(folder, 'workspace');
  const home = join(folder, 'home');
  let startMs = 500;
  const heard = (line: string) => {
    if (EXPECTED.some((pattern) => pattern.test(line))) book.count('problems told of');
    else if (line.trim() !== '') book.accuse(`the engine said: ${line}`);
  };
  const begin = () => {
    const began = performance.now();
    const life = startLife({ workspace, home, heard });
    book.count('starts');
    void life.ready.then((place) => {
      if (place) startMs = performance.now() - began;
    });
    return life;
  };
  let life = begin();
  return {
    workspace,
    home,
    current: () => life,
    begin() {
      life = begin();
      return life;
    },
    startMs: () => startMs,
  };
}
