import { describe, expect, it } from 'vitest';
import {
  changeGeometry,
  changeLabel,
  createAnnotation,
  deleteAnnotation,
} from '#core/annotation/commands.ts';
import { applyDiffs } from '#core/annotation/diff.ts';
import { type ErrorCode, isSluiceError, SluiceError } from '#core/errors.ts';
import type { AnnotationDiff } from '#core/model/annotation.ts';
import { type Change, rebase } from '#renderer/editor/saving/rebase.ts';
import { backoff } from '#renderer/editor/saving/retry.ts';
import { createSaver } from '#renderer/editor/saving/saver.ts';
import { fc } from '#test/support/property.ts';
import { box, ITEM, mapOf } from './support/annotations.ts';
import { annotationId } from './support/ids.ts';
import { createMemoryEngine } from './support/memory-engine.ts';

const STAMP = { person: 'bob', at: 2000 };

function drawn(number: number): AnnotationDiff {
  const geometry = { type: 'box', left: 0, top: 0, right: number + 1, bottom: 10 } as const;
  return createAnnotation({ id: annotationId(number), itemId: ITEM, label: 'car', geometry }, STAMP);
}

function change(name: string, ...diffs: AnnotationDiff[]): Change {
  return { itemId: ITEM, changeSetId: name, title: name, diffs };
}

/** A saver on an engine in memory; `faults` are what the next attempts meet, before or after they are stored. */
function rigWith(faults: readonly (ErrorCode | 'lost-answer' | null)[] = [], initial = mapOf([])) {
  const engine = createMemoryEngine(initial);
  const left = [...faults];
  const log: string[] = [];
  const waits: number[] = [];
  let hold: Promise<void> | null = null;
  const saver = createSaver(
    {
      async save(sent) {
        await hold;
        const fault = left.shift() ?? null;
        if (fault === 'lost-answer') {
          await engine.save(sent);
          throw new SluiceError('engine-restarted', 'The engine was restarted.');
        }
        if (fault) throw new SluiceError(fault, `It is ${fault}.`);
        await engine.save(sent);
      },
      reload: engine.reload,
      async wait(ms) {
        waits.push(ms);
      },
    },
    {
      saved: ({ changeSetId }) => log.push(`saved ${changeSetId}`),
      failed: ({ changeSetId }, error, permanent) =>
        log.push(`failed ${changeSetId} ${error.code}${permanent ? ' for good' : ''}`),
      rebased: (_item, annotations, dropped) =>
        log.push(`rebased to ${annotations.size}, dropped ${dropped.length}`),
      abandoned: ({ changeSetId }) => log.push(`abandoned ${changeSetId}`),
    },
  );
  return {
    engine,
    saver,
    log,
    waits,
    holdBack() {
      let release = (): void => undefined;
      hold = new Promise((resolve) => {
        release = resolve;
      });
      return () => {
        hold = null;
        release();
      };
    },
  };
}

describe('saver', () => {
  it('sends a change in the same moment in which it is pushed', () => {
    const { saver, engine } = rigWith();
    let asked = 0;
    const eager = createSaver({
      save: () => {
        asked += 1;
        return Promise.resolve();
      },
      reload: engine.reload,
      wait: () => Promise.resolve(),
    });
    eager.push(change('a', drawn(1)));
    expect(asked).toBe(1);
    expect(saver.pending()).toBe(0);
  });

  it('stores every change once and in order, whatever faults come', async () => {
    const faults = fc.array(
      fc.constantFrom<ErrorCode | 'lost-answer' | null>(
        null,
        'lost-answer',
        'engine-restarted',
        'engine-unavailable',
        'disk-full',
        'io',
        'internal',
      ),
      { maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(faults, fc.integer({ min: 1, max: 8 }), async (met, count) => {
        const { saver, engine } = rigWith(met);
        const sent = Array.from({ length: count }, (_, index) => change(`set-${index}`, drawn(index)));
        for (const each of sent) saver.push(each);
        await saver.whenIdle();
        expect(saver.pending()).toBe(0);
        expect([...engine.stored().keys()]).toEqual(sent.map(({ diffs }) => diffs[0]?.id));
        const ids = engine.received.map(({ changeSetId }) => changeSetId);
        expect([...new Set(ids)]).toEqual(sent.map(({ changeSetId }) => changeSetId));
      }),
    );
  });

  it('says each failure, waits longer each time, and keeps the change', async () => {
    const { saver, log, waits } = rigWith(['engine-unavailable', 'disk-full', null]);
    saver.push(change('a', drawn(1)));
    expect(saver.pending(ITEM)).toBe(1);
    await saver.whenIdle();
    expect(log).toEqual(['failed a engine-unavailable', 'failed a disk-full', 'saved a']);
    expect(waits).toEqual([backoff(1), backoff(2)]);
    expect(waits[1]).toBeGreaterThan(waits[0] ?? 0);
    expect(backoff(100)).toBe(5000);
  });

  it('keeps what can never be stored until the person decides', async () => {
    const { saver, log } = rigWith(['not-found', 'not-found', null]);
    saver.push(change('a', drawn(1)));
    saver.push(change('b', drawn(2)));
    await expect(saver.whenIdle()).rejects.toMatchObject({ code: 'not-found' });
    expect(saver.pending()).toBe(2);
    saver.retry();
    await expect(saver.whenIdle()).rejects.toMatchObject({ code: 'not-found' });
    saver.abandon();
    await saver.whenIdle();
    expect(log).toEqual([
      'failed a not-found for good',
      'failed a not-found for good',
      'abandoned a',
      'abandoned b',
    ]);
  });

  it('runs a step after the changes before it and before those after it, and never twice', async () => {
    const { saver, engine, holdBack } = rigWith(['engine-restarted']);
    const release = holdBack();
    saver.push(change('a', drawn(1)));
    let runs = 0;
    const step = saver.run(async () => {
      runs += 1;
      return engine.received.map(({ changeSetId }) => changeSetId);
    });
    const failing = saver.run(() => Promise.reject(new SluiceError('engine-restarted', 'Restarted.')));
    saver.push(change('b', drawn(2)));
    release();
    expect(await step).toEqual(['a']);
    await expect(failing).rejects.toSatisfy((error) => isSluiceError(error, 'engine-restarted'));
    await saver.whenIdle();
    expect(runs).toBe(1);
    expect(engine.stored().size).toBe(2);
  });

  it('keeps what still fits when somebody else was faster, and says what does not', async () => {
    const mine = box(1, [0, 0, 10, 10]);
    const { saver, engine, log } = rigWith([], mapOf([mine]));
    engine.put(change('theirs', changeLabel(mine, 'person', STAMP)));
    saver.push(change('a', changeGeometry(mine, { ...mine.geometry, right: 99 }, STAMP), drawn(2)));
    saver.push(change('b', drawn(3)));
    await saver.whenIdle();
    expect(log).toEqual(['rebased to 3, dropped 1', 'saved a', 'saved b']);
    expect(engine.stored().get(mine.id)?.label).toBe('person');
    expect(engine.stored().size).toBe(3);
  });

  it('gives up a change of which nothing fits', async () => {
    const mine = box(1, [0, 0, 10, 10]);
    const { saver, engine, log } = rigWith([], mapOf([mine]));
    engine.put(change('theirs', changeLabel(mine, 'person', STAMP)));
    saver.push(change('a', deleteAnnotation(mine)));
    await saver.whenIdle();
    expect(log).toEqual(['abandoned a', 'rebased to 1, dropped 1']);
  });

  it('does not go round for ever when a change is refused although it fits', async () => {
    const { saver, log } = rigWith(Array.from({ length: 50 }, () => 'conflict' as const));
    saver.push(change('a', drawn(1)));
    await expect(saver.whenIdle()).rejects.toMatchObject({ code: 'conflict' });
    expect(log.filter((line) => line.startsWith('rebased')).length).toBeLessThan(10);
    expect(saver.pending()).toBe(1);
  });

  it('lets go of those who wait when it ends', async () => {
    const { saver, holdBack } = rigWith();
    holdBack();
    saver.push(change('a', drawn(1)));
    const idle = saver.whenIdle();
    const step = saver.run(() => Promise.resolve());
    saver.dispose();
    const late = saver.run(() => Promise.resolve());
    for (const waiting of [idle, step, late]) {
      await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
    }
  });
});

describe('rebase', () => {
  const shapes = [box(1, [0, 0, 10, 10]), box(2, [5, 5, 20, 20]), box(3, [1, 1, 9, 9])];
  const anyDiff = fc
    .tuple(fc.constantFrom(...shapes), fc.constantFrom('move', 'label', 'delete', 'draw'))
    .chain(([shape, kind]) =>
      fc.integer({ min: 10, max: 99 }).map((number): AnnotationDiff => {
        switch (kind) {
          case 'move':
            return changeGeometry(shape, { ...shape.geometry, right: 100 + number }, STAMP);
          case 'label':
            return changeLabel(shape, `label ${number}`, STAMP);
          case 'delete':
            return deleteAnnotation(shape);
          default:
            return drawn(number);
        }
      }),
    );

  it('keeps only what applies, loses no new shape, and names all the rest', () => {
    fc.assert(
      fc.property(
        fc.array(anyDiff, { maxLength: 3 }),
        fc.array(anyDiff, { maxLength: 8 }),
        (theirs, mine) => {
          const stored = rebase(
            mapOf(shapes),
            theirs.map((diff, index) => change(`theirs ${index}`, diff)),
          ).annotations;
          const changes = mine.map((diff, index) => change(`mine ${index}`, diff));
          const { annotations, kept, dropped } = rebase(stored, changes);
          expect(kept.reduce((map, { diffs }) => applyDiffs(map, diffs), stored)).toEqual(annotations);
          for (const { id, before } of mine) {
            if (before === null) expect(annotations.has(id)).toBe(true);
          }
          const named = kept.flatMap(({ diffs }) => diffs).length + dropped.length;
          const alreadyGone = mine.filter(({ after }) => after === null).length;
          expect(named).toBeGreaterThanOrEqual(mine.length - alreadyGone);
        },
      ),
    );
  });
});
