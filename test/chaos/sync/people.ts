/** What a person does at one computer, over and over, whatever happens to it meanwhile. */
import { setTimeout as delay } from 'node:timers/promises';
import { isSluiceError } from '#core/errors.ts';
import type { Annotation, AnnotationContent } from '#core/model/annotation.ts';
import type { ItemId, TaskId } from '#core/model/ids.ts';
import type { Book } from '../runner/book.ts';
import type { Dice } from '../runner/dice.ts';
import type { Ledger } from './ledger.ts';
import { Killed, type Side } from './side.ts';

export type Person = {
  readonly side: Side;
  readonly items: readonly ItemId[];
  /** Some of them, on which people meet. */
  readonly meeting: readonly ItemId[];
  readonly taskId: TaskId;
  readonly dice: Dice;
  readonly ledger: Ledger;
  readonly book: Book;
  /** Milliseconds between two deeds, at most. */
  readonly pauseMs: number;
};

/** Refusals that are part of working together: somebody else was there before. */
const EXPECTED = ['conflict', 'not-found', 'wrong-state', 'invalid-input', 'forbidden'] as const;

/** The share of what is done where people meet. */
const MEET = 0.5;

export async function work(person: Person, until: AbortSignal): Promise<void> {
  const { dice, book, side, pauseMs } = person;
  while (!until.aborted && book.wrongs.length === 0) {
    try {
      await deed(person);
    } catch (error) {
      if (error instanceof Killed) book.count('answers lost');
      else if (isSluiceError(error, ...EXPECTED)) book.count('came too late');
      else book.accuse(`${side.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
    await delay(dice.below(pauseMs));
  }
}

async function deed(person: Person): Promise<void> {
  const { side, items, meeting, dice, taskId, book } = person;
  const itemId = dice.pick(dice.chance(MEET) ? meeting : items);
  if (!itemId) return;
  const kind = dice.next();
  if (kind < 0.25) await draw(person, itemId);
  else if (kind < 0.8)
    await change(person, itemId, kind < 0.5 ? 'label' : kind < 0.7 ? 'attribute' : 'shape');
  else if (kind < 0.87) await remove(person, itemId);
  else if (kind < 0.93) {
    await side.call('tasks.setStatus', {
      taskId,
      itemId,
      status: dice.chance(0.7) ? 'completed' : 'discard',
    });
    book.count('decisions');
  } else if (kind < 0.97) {
    await side.call('tasks.clearStatus', { taskId, itemId });
    book.count('decisions taken back');
  } else {
    const metadata = { user: { [`key ${dice.below(3)}`]: dice.below(1000) } };
    await side.call('items.update', { itemId, metadata, system: false });
    book.count('changes of items');
  }
}

async function draw({ side, dice, ledger, book }: Person, itemId: ItemId): Promise<void> {
  const word = ledger.word();
  const annotations = [{ label: word, attributes: {}, geometry: shape(dice) }];
  try {
    const [made] = await side.call('annotations.add', { itemId, annotations });
    ledger.wrote(word, made?.id ?? null, '', true);
    book.count('objects drawn');
  } catch (error) {
    ledger.wrote(word, null, '', false);
    throw error;
  }
}

async function change(
  { side, dice, ledger, book }: Person,
  itemId: ItemId,
  what: 'label' | 'attribute' | 'shape',
): Promise<void> {
  const before = dice.pick(await side.call('annotations.list', { itemId }));
  if (!before) return;
  const { id: annotationId, rev, label, attributes, geometry } = before;
  const key = `a${dice.below(3)}`;
  const word = ledger.word();
  const content: AnnotationContent = {
    geometry: what === 'shape' ? shape(dice) : geometry,
    label: what === 'label' ? word : label,
    attributes: what === 'attribute' ? { ...attributes, [key]: word } : attributes,
    ...rest(before),
  };
  const replaced = what === 'label' ? label : what === 'attribute' ? String(attributes[key] ?? '') : '';
  const note = (sure: boolean) => {
    if (what !== 'shape') ledger.wrote(word, annotationId, replaced, sure);
  };
  try {
    await side.call('annotations.change', { annotationId, rev, content });
    note(true);
    book.count(`changes of the ${what}`);
  } catch (error) {
    // A refusal has changed nothing; of what was not answered nobody knows.
    if (error instanceof Killed) note(false);
    throw error;
  }
}

async function remove({ side, dice, ledger, book }: Person, itemId: ItemId): Promise<void> {
  const list = await side.call('annotations.list', { itemId });
  const one = dice.pick(list);
  if (!one) return;
  ledger.deleted(one.id);
  await side.call('annotations.remove', { annotationId: one.id });
  book.count('objects deleted');
}

const rest = ({ metadata, extra }: Annotation) => ({
  ...(metadata === undefined ? {} : { metadata }),
  ...(extra === undefined ? {} : { extra }),
});

function shape(dice: Dice): AnnotationContent['geometry'] {
  const [left, top] = [dice.below(1000) / 1000, dice.below(1000) / 1000];
  return { type: 'box', left, top, right: left + 1 + dice.next(), bottom: top + 1 + dice.next() };
}
