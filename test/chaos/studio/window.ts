/** A window on an item, with a person at work in it, on an engine that may be killed at any moment. */
import { setTimeout as delay } from 'node:timers/promises';
import type { CallInput, CallName, CallOutput } from '#contract/index.ts';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import type { ItemId } from '#core/model/ids.ts';
import { anyAct } from '#test/renderer/editor/support/acts.ts';
import { enginePorts } from '#test/renderer/editor/support/engine-ports.ts';
import { createRigOn, type EnginePorts, type Hand, PICTURE } from '#test/renderer/editor/support/rig.ts';
import { fc } from '#test/support/property.ts';
import type { Book } from '../runner/book.ts';
import { createClient } from '../runner/client.ts';
import type { Dice } from '../runner/dice.ts';
import type { Lives } from '../runner/lives.ts';
import type { Deed, Ledger } from './ledger.ts';

export type Window = {
  readonly hand: Hand;
  /** Works until `stop` or `die`, also while there is no engine. */
  work(): Promise<void>;
  stop(): void;
  /** The window is gone, with all that was not stored. */
  die(): void;
};

export type WindowOptions = {
  readonly itemId: ItemId;
  readonly lives: Lives;
  readonly book: Book;
  readonly ledger: Ledger;
  readonly dice: Dice;
};

/** Milliseconds between two acts, at most. */
const PAUSE_MS = 8;
/** Changes that wait to be stored before the person rests: an engine that is down must not be buried. */
const MOST_WAITING = 30;
/** Chance that the next thing is a step in the history. */
const BACK = 0.1;

export async function openWindow({ itemId, lives, book, ledger, dice }: WindowOptions): Promise<Window> {
  let dead = false;
  let working = true;
  const client = createClient(lives.current, () => dead);

  async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    const answer = await client.change(name, input);
    if (answer.kind === 'done') return answer.value;
    if (answer.kind === 'refused') {
      book.accuse(`${name} was refused: ${answer.error.message}`);
      throw new SluiceError(answer.error.code, answer.error.message);
    }
    book.count('answers lost');
    throw new SluiceError('engine-restarted', 'The engine was killed.');
  }
  const plain = enginePorts({
    'annotations.apply': (input) => call('annotations.apply', input),
    'annotations.list': (input) => client.ask('annotations.list', input),
    'annotations.undo': (input) => call('annotations.undo', input),
    'annotations.redo': (input) => call('annotations.redo', input),
    'annotations.goTo': (input) => call('annotations.goTo', input),
    'annotations.restore': (input) => call('annotations.restore', input),
  });

  /** Resolves when there is an engine to ask: what is noted down as asked for is on its way to it. */
  async function alive(): Promise<void> {
    for (let life = lives.current(); !dead; life = lives.current()) {
      if (!life.isOver() && (await life.ready) && !life.isOver()) return;
      await delay(5);
    }
    throw new Error('The window is gone.');
  }

  /** Notes down what is asked for and what is confirmed. */
  async function noted<T>(deed: Deed, ask: () => Promise<T>): Promise<T> {
    await alive();
    const confirm = ledger.ask(deed);
    const answer = await ask();
    confirm();
    book.count(typeof deed === 'string' ? 'steps back and forth' : 'changes stored');
    return answer;
  }

  const ports: EnginePorts = {
    save: (change) => noted(change, () => plain.save(change)),
    undo: (id) => noted('undo', () => plain.undo(id)),
    redo: (id) => noted('redo', () => plain.redo(id)),
    reload: plain.reload,
  };
  const annotations = await client.ask('annotations.list', { itemId });
  const hand = createRigOn(ports, { item: { ...PICTURE, id: itemId }, annotations, editable: true });

  async function stepInHistory(): Promise<void> {
    try {
      await (dice.chance(0.6) ? hand.editor.undo() : hand.editor.redo());
    } catch (error) {
      if (!dead && !isSluiceError(error, 'engine-restarted')) throw error;
    }
  }

  return {
    hand,
    async work() {
      const acts = fc.sample(anyAct, { numRuns: 500, seed: dice.below(2 ** 31) });
      for (let at = 0; working && !dead; at += 1) {
        if (dice.chance(BACK)) await stepInHistory();
        else if (hand.saver.pending() < MOST_WAITING) await acts[at % acts.length]?.perform(hand);
        book.count('acts');
        await delay(dice.below(PAUSE_MS));
      }
    },
    stop() {
      working = false;
    },
    die() {
      dead = true;
      hand.saver.dispose();
    },
  };
}
