import { expect, it } from 'vitest';
import { movedLines } from '#renderer/features/composer/canvas/hand.ts';
import { createViewer } from '#renderer/features/composer/canvas/view.ts';
import { NOTHING } from '#renderer/features/composer/state/selection.ts';
import { videoToQaGraph } from '../support/graph.ts';

const view = createViewer()({ graph: videoToQaGraph(), selection: NOTHING, label: () => '' });
const placeOf = (id: string) => view.nodes.find((card) => card.id === id)?.position ?? { x: 0, y: 0 };

it('draws the connections of what is dragged, and no others', () => {
  const place = placeOf('qa');
  const lines = movedLines(view, new Map([['qa', { x: place.x, y: place.y + 500 }]]));
  const own = view.edges.filter(({ source, target }) => source === 'qa' || target === 'qa');
  expect(own.length).toBeGreaterThan(2);
  expect(lines.map(({ id }) => id)).toEqual(own.map(({ id }) => id));
  const [into] = lines;
  const edge = own.find(({ id }) => id === into?.id);
  const port = view.nodes.find(({ id }) => id === 'qa')?.handles?.find(({ id }) => id === edge?.targetHandle);
  expect(into?.path.endsWith(`${place.x},${place.y + 500 + (port?.y ?? 0) + 0.5}`)).toBe(true);
});

it('moves two cards with the line between them', () => {
  const by = { x: 40, y: 25 };
  const moved = new Map(
    ['inbox', 'frames'].map((id) => [id, { x: placeOf(id).x + by.x, y: placeOf(id).y + by.y }]),
  );
  const still = new Map(['inbox', 'frames'].map((id) => [id, placeOf(id)]));
  const [before] = movedLines(view, still);
  const [after] = movedLines(view, moved);
  expect(before && after && [after.label.x - before.label.x, after.label.y - before.label.y]).toEqual([
    by.x,
    by.y,
  ]);
});
