import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GraphNode } from '#core/model/graph.ts';
import { writeSetting } from '#core/pipeline/edit/node-settings.ts';
import { freeName } from '#core/pipeline/edit/nodes.ts';
import type { Place } from '#core/pipeline/layout.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { CARD } from '#renderer/ui/flow/positions.ts';
import { NODE_ICONS } from '#renderer/ui/node-look.ts';
import { useMakeDataset } from '../forms/fields/make-dataset.ts';
import { ENTRIES } from '../library/entries.ts';
import { presentOf } from '../state/composer.ts';
import { useComposed, useComposedProject, useComposer } from '../state/context.tsx';
import { chosen } from '../state/selection.ts';
import { freePlace, newNode, putNode, type Spot } from './add-node.ts';
import { type NextChoice, nextChoices } from './choices.ts';
import { type Pick, PickList } from './pick-list.tsx';

export type QuickAddPlace = {
  readonly spot: Spot;
  /** In the graph's pixels: the middle of the new card's left edge. */
  readonly at: Place;
  /** In the canvas's pixels. */
  readonly shown: Place;
};

/** Offers what can come next: the nodes that fit, and dataset nodes with a dataset that is there or made for them. */
export function QuickAdd(props: { readonly place: QuickAddPlace; readonly onClose: () => void }) {
  const { t } = useTranslation('composer');
  const composer = useComposer();
  const graph = useComposed(presentOf);
  const projectId = useComposedProject();
  const datasets = useCall('datasets.list', { projectId }).data;
  const makeDataset = useMakeDataset();
  const [text, setText] = useState('');
  const { place, onClose } = props;
  const entries = ENTRIES.filter(
    ({ offer }) => putNode(graph, newNode(graph, offer, 'draft', { x: 0, y: 0 }), place.spot) !== null,
  );

  function add(make: (id: string, at: Place) => GraphNode) {
    const id = crypto.randomUUID();
    composer.edit(
      (before) => {
        const at = freePlace(before, { x: place.at.x, y: place.at.y - CARD.height / 2 });
        return putNode(before, make(id, at), place.spot) ?? before;
      },
      { select: chosen({ nodes: [id] }) },
    );
    onClose();
  }

  const addDataset = (datasetId: string, name: string) =>
    add((id, at) => {
      const now = presentOf(composer.getState());
      const node = newNode(now, 'storage', id, at);
      return writeSetting({ ...node, name: freeName(now, name) }, ['metadata', 'datasetId'], datasetId);
    });

  async function choose(choice: NextChoice): Promise<void> {
    if (choice.kind === 'node') {
      add((id, at) => newNode(presentOf(composer.getState()), choice.entry.offer, id, at));
    } else if (choice.kind === 'dataset') addDataset(choice.id, choice.name);
    else {
      const made = await makeDataset(choice.name);
      if (made) addDataset(made.id, made.name);
    }
  }

  const picks = nextChoices(text, { entries, datasets }).map((choice): Pick => {
    const icon = NODE_ICONS[choice.kind === 'node' ? choice.entry.look : 'dataset'];
    const words =
      choice.kind === 'node'
        ? { key: choice.entry.offer, title: choice.entry.title, summary: choice.entry.summary }
        : choice.kind === 'dataset'
          ? { key: choice.id, title: t('quickAdd.dataset', { name: choice.name }) }
          : { key: 'new', title: t('quickAdd.newDataset', { name: choice.name }) };
    return { ...words, icon, choose: () => void choose(choice) };
  });
  return (
    <PickList
      title={t(`quickAdd.${place.spot.kind}`)}
      find={t('quickAdd.find')}
      at={place.shown}
      text={text}
      onText={setText}
      picks={picks}
      none={t('quickAdd.none')}
      onClose={onClose}
    />
  );
}
