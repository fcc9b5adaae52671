import { describe, expect, test } from 'vitest';
import { readAnnotation } from '#core/formats/dataloop/annotation.ts';
import { diffOf, type Json, mergeDiff } from '#core/formats/dataloop/json.ts';
import { type AnnotationContent, annotationContentSchema } from '#core/model/annotation.ts';
import { annotationIdSchema } from '#core/model/ids.ts';
import { annotationContent } from '#core/sync/content.ts';
import {
  type Mark,
  readAnnotationsThere,
  withParent,
  writeAnnotationThere,
} from '#core/sync/dataloop/annotations.ts';
import { annotations, videoAnnotations } from '#test/core/formats/dataloop/annotation-arbitraries.ts';
import { fc } from '#test/support/property.ts';

const idOf = (digit: string) => annotationIdSchema.parse(digit.repeat(24));
const item = { id: 'b'.repeat(24), fps: null };
const mark: Mark = { id: idOf('a'), item: item.id };
const stamps = {
  ...{ creator: 'ada@example.com', updatedBy: 'bob@example.com' },
  ...{ createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-02T00:00:00.000Z' },
};
const box: AnnotationContent = {
  label: 'car',
  geometry: { type: 'box', left: 0, top: 0, right: 2, bottom: 1 },
  attributes: {},
};
const there = (id: string, content: AnnotationContent, its: Mark | null): Json => ({
  ...JSON.parse(JSON.stringify(writeAnnotationThere(content, its))),
  ...{ id, hash: 'x', source: 'ui', url: 'http://example.com', ...stamps },
});

describe('an annotation of a remote', () => {
  test('that was sent is read as what was read before, under the name that it has on workstations', () => {
    const shown = fc.oneof(
      annotations.map((json) => ({ json, fps: null })),
      videoAnnotations.map((json) => ({ json, fps: 25 })),
    );
    fc.assert(
      fc.property(shown, ({ json, fps }) => {
        const about = { ...item, fps };
        const { content } = readAnnotation(json, { fps, place: 'it' });
        const once = readAnnotationsThere([there('c'.repeat(24), content, mark)], about).present[0];
        const said = annotationContentSchema.parse(once && annotationContent(once.annotation));
        const twice = readAnnotationsThere([there('c'.repeat(24), said, mark)], about).present[0];
        expect(twice?.annotation).toEqual(once?.annotation);
        expect(once?.annotation).toMatchObject({
          id: mark.id,
          label: json.label,
          updatedBy: 'bob@example.com',
        });
      }),
    );
  });

  test('keeps its name on the item it was made on; a copy of that item has others', () => {
    const read = readAnnotationsThere([there('c'.repeat(24), box, { ...mark, item: 'd'.repeat(24) })], item);
    expect(read.present[0]?.annotation.id).toBe('c'.repeat(24));
  });

  test('that says the same as another under the same mark is a twin; one that says more is another object', () => {
    const moved = { ...box, label: 'van' };
    const list = [
      there('e'.repeat(24), box, mark),
      there('c'.repeat(24), box, mark),
      there('f'.repeat(24), moved, mark),
    ];
    const { present, twins } = readAnnotationsThere(list, item);
    expect(twins).toEqual(['e'.repeat(24)]);
    expect(present.map(({ annotation }) => [annotation.id, annotation.label])).toEqual([
      [mark.id, 'car'],
      ['f'.repeat(24), 'van'],
    ]);
  });

  test('names what it is a part of as workstations do', () => {
    const part = { ...box, metadata: { system: { parentId: 'c'.repeat(24) } } };
    const list = [there('c'.repeat(24), box, mark), there('d'.repeat(24), part, null)];
    const [, joint] = readAnnotationsThere(list, item).present;
    expect(joint?.annotation.metadata).toEqual({ system: { parentId: mark.id } });
    const back = withParent(annotationContent(joint?.annotation ?? box), () => 'c'.repeat(24));
    expect(back.metadata).toEqual(part.metadata);
  });

  test('that is none is left out, and hides no other', () => {
    const good = there('c'.repeat(24), box, null);
    const bad = [{}, { id: 7 }, { ...good, id: 'no id' }, { ...good, id: 'd'.repeat(24), type: 'cloud' }];
    expect(readAnnotationsThere([...bad, good], item).present).toHaveLength(1);
  });
});

test('a diff makes the one of the other, and says nothing of what stays', () => {
  const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.array(fc.integer()));
  const tree = fc.letrec<{ node: Record<string, unknown> }>((tie) => ({
    node: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof({ maxDepth: 3 }, leaf, tie('node')), {
      noNullPrototype: true,
    }),
  })).node;
  fc.assert(
    fc.property(tree, tree, (before, after) => {
      expect(mergeDiff(before, diffOf(before, after))).toEqual(after);
      expect(diffOf(after, after)).toEqual({});
    }),
  );
});
