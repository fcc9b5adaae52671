import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Graph } from '#core/model/graph.ts';
import { changeNode, moveNodes, removeNodes } from '#core/pipeline/edit/nodes.ts';
import type { call } from '#renderer/client/client.ts';
import { type DraftStore, keepDraft } from '#renderer/features/composer/life/keep-draft.ts';
import { openDrawing } from '#renderer/features/composer/life/open-drawing.ts';
import { createComposer, presentOf } from '#renderer/features/composer/state/composer.ts';
import { diffView } from '#renderer/features/composer/versions/diff-view.ts';
import { changeLines, keyWords } from '#renderer/features/composer/versions/words.ts';
import { videoToQaGraph } from '../support/graph.ts';

describe('a drawing that is not saved', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function drawing() {
    const composer = createComposer(videoToQaGraph(), undefined, 3);
    const kept: string[] = [];
    const store: DraftStore = {
      save: ({ graph, fromVersion }) => kept.push(`${graph.description} from ${fromVersion}`),
      discard: () => kept.push('none'),
    };
    const draw = (description: string) => composer.edit((graph) => ({ ...graph, description }));
    return { composer, kept, draw, ...keepDraft(composer, store) };
  }

  it('is kept within half a second after each change, however many follow', () => {
    const { draw, kept } = drawing();
    for (let at = 0; at < 10; at += 1) {
      draw(`step ${at}`);
      vi.advanceTimersByTime(100);
    }
    expect(kept.length).toBeGreaterThanOrEqual(3);
    vi.advanceTimersByTime(500);
    expect(kept.at(-1)).toBe('step 9 from 3');
    const count = kept.length;
    vi.advanceTimersByTime(5000);
    expect(kept).toHaveLength(count);
  });

  it('is none any more once it is saved or taken back', () => {
    const { composer, draw, kept } = drawing();
    draw('one');
    vi.advanceTimersByTime(500);
    composer.undo();
    vi.advanceTimersByTime(500);
    expect(kept).toEqual(['one from 3', 'none']);
    draw('two');
    composer.markSaved(presentOf(composer.getState()), 4);
    draw('three');
    vi.advanceTimersByTime(500);
    expect(kept.at(-1)).toBe('three from 4');
  });

  it('is kept at once when the screen is left, and what was only chosen is not', () => {
    const { composer, draw, flush, kept, stop } = drawing();
    composer.selectAll();
    vi.advanceTimersByTime(500);
    expect(kept).toEqual([]);
    draw('first');
    flush();
    expect(kept).toEqual(['first from 3']);
    draw('last');
    stop();
    expect(kept).toEqual(['first from 3', 'last from 3']);
    draw('unheard');
    vi.advanceTimersByTime(500);
    expect(kept).toHaveLength(2);
  });
});

describe('opening', () => {
  const [old, latest] = [videoToQaGraph(), { ...videoToQaGraph(), description: 'latest' }];
  /** A workspace with a pipeline at version 2. */
  function workspace(draft: { graph: Graph; fromVersion: number } | null) {
    const asked: string[] = [];
    const answers: Readonly<Record<string, unknown>> = {
      'pipelines.get': { id: 'p', version: 2, graph: latest },
      'pipelines.draft': draft && { ...draft, drawnBy: 'me', drawnAt: 0 },
      'pipelines.version': old,
    };
    const ask = (async (name: string) => {
      asked.push(name);
      return answers[name] ?? null;
    }) as unknown as typeof call;
    return { ask, asked };
  }

  it('goes on with the latest version, with a draft of it, or with one of an older version', async () => {
    const without = await openDrawing(workspace(null).ask, 'p');
    expect(without).toMatchObject({ draft: null, version: 2, base: latest });
    const drawn = { ...latest, description: 'drawn' };
    const current = await openDrawing(workspace({ graph: drawn, fromVersion: 2 }).ask, 'p');
    expect(current).toMatchObject({ draft: { graph: drawn }, version: 2, base: latest });
    const older = await openDrawing(workspace({ graph: drawn, fromVersion: 1 }).ask, 'p');
    expect(older).toMatchObject({ draft: { graph: drawn }, version: 1, base: old });
  });

  it('forgets a draft that is what was saved', async () => {
    const { ask, asked } = workspace({ graph: structuredClone(latest), fromVersion: 1 });
    expect(await openDrawing(ask, 'p')).toMatchObject({ draft: null, version: 2 });
    expect(asked).toContain('pipelines.discardDraft');
  });
});

describe('what differs between two graphs', () => {
  const before = videoToQaGraph();
  const qa = before.nodes.find((node) => node.id === 'qa');
  if (!qa) throw new Error('it has one');
  const renamed = changeNode(before, { ...qa, name: 'Check', metadata: { ...qa.metadata, priority: 1 } });
  const moved = moveNodes(renamed, new Map([['halves', { x: 5, y: 5 }]]));
  const after = removeNodes(moved, new Set(['label-b']));

  it('is drawn with what was removed at its old place', () => {
    const { nodes, lines } = diffView(before, after);
    const marks = Object.fromEntries(nodes.map(({ node, mark }) => [node.id, mark]));
    expect(marks).toMatchObject({ qa: 'changed', halves: 'moved', 'label-b': 'removed', 'label-a': 'same' });
    expect(nodes).toHaveLength(before.nodes.length);
    const gone = lines.filter(({ mark }) => mark === 'removed');
    expect(gone).toHaveLength(
      before.connections.filter(({ src, tgt }) => [src.nodeId, tgt.nodeId].includes('label-b' as never))
        .length,
    );
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
    // The other way round it has come.
    expect(diffView(after, before).nodes.find(({ node }) => node.id === 'label-b')?.mark).toBe('added');
  });

  it('is told in words, with names for ids and without places', () => {
    const other = { ...after, variables: [{ name: 'rate', type: 'Number', value: 2 }] };
    const named = new Map([['1'.repeat(24), 'Cars']]);
    const recipe = changeNode(other, {
      ...qa,
      metadata: { ...qa.metadata, recipeId: '1'.repeat(24) },
    });
    const lines = changeLines(before, recipe, diffView(before, recipe).difference, named);
    const told = lines.map(({ what, mark, name }) => `${what} ${mark} ${name}`);
    expect(told).toContain('node moved Half and half');
    expect(told).toContain('node removed Label B');
    expect(told.some((line) => line.startsWith('connection removed Label B → QA'))).toBe(true);
    expect(lines.find(({ what }) => what === 'rest')?.details).toMatchObject([{ label: 'variables' }]);
    expect(lines.find(({ name }) => name === 'QA')?.details).toContainEqual({
      label: 'recipe id',
      before: expect.anything(),
      after: 'Cars',
    });
    expect(JSON.stringify(lines)).not.toContain('position');
    expect(changeLines(before, before, diffView(before, before).difference)).toEqual([]);
  });

  it('names settings as people say them', () => {
    expect(keyWords('metadata.customNodeConfig.datasetId')).toBe('dataset id');
    expect(keyWords('outputs.0.actions')).toBe('outputs › 0 › actions');
  });
});
