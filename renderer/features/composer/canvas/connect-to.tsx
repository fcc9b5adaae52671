import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GraphNode } from '#core/model/graph.ts';
import { addConnection } from '#core/pipeline/edit/connections.ts';
import type { Place } from '#core/pipeline/layout.ts';
import { NODE_ICONS, nodeKind } from '#renderer/ui/node-look.ts';
import { presentOf } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';
import { chosen } from '../state/selection.ts';
import { type Pick, PickList } from './pick-list.tsx';
import { type Target, targetsOf } from './targets.ts';

/** Connects a node to another that is chosen by its name: what a mouse does by drawing a line. */
export function ConnectTo(props: {
  readonly from: GraphNode;
  /** In the canvas's pixels. */
  readonly shown: Place;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('composer');
  const composer = useComposer();
  const { from, onClose } = props;
  const graph = useComposed(presentOf);
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();

  function connect({ ends }: Target) {
    if (!ends) return;
    composer.edit((before) => addConnection(before, ends));
    const last = presentOf(composer.getState()).connections.length - 1;
    composer.select(chosen({ connections: [last] }));
    onClose();
  }

  const picks = targetsOf(graph, from)
    .filter(({ node }) => node.name.toLowerCase().includes(wanted))
    .map((target): Pick => {
      const { node, refusal } = target;
      const icon = NODE_ICONS[nodeKind(node)];
      return { key: node.id, title: node.name, icon, refusal, choose: () => connect(target) };
    });
  return (
    <PickList
      title={t('connect.title', { name: from.name })}
      find={t('connect.find')}
      at={props.shown}
      text={text}
      onText={setText}
      picks={picks}
      none={t('connect.none')}
      onClose={onClose}
    />
  );
}
