import { Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GraphNode } from '#core/model/graph.ts';
import { addConnection } from '#core/pipeline/edit/connections.ts';
import { presentOf } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';
import { chosen } from '../state/selection.ts';
import classes from './choices.module.css';
import { type Target, targetsOf } from './targets.ts';

/** Connects a node to another that is chosen by its name: what a mouse does by drawing a line. */
export function ConnectDialog(props: { readonly from: GraphNode; readonly onClose: () => void }) {
  const { t } = useTranslation('composer');
  const composer = useComposer();
  const { from, onClose } = props;
  const graph = useComposed(presentOf);
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const targets = targetsOf(graph, from).filter(({ node }) => node.name.toLowerCase().includes(wanted));

  function connect({ ends }: Target) {
    if (!ends) return;
    composer.edit((before) => addConnection(before, ends));
    const last = presentOf(composer.getState()).connections.length - 1;
    composer.select(chosen({ connections: [last] }));
    onClose();
  }

  return (
    <Modal opened onClose={onClose} title={t('connect.title', { name: from.name })} size="sm">
      <TextInput
        data-autofocus
        label={t('connect.find')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          const first = targets.find((target) => target.ends);
          if (event.key === 'Enter' && first) connect(first);
        }}
      />
      <ul className={classes.choices}>
        {targets.map((target) => (
          <li key={target.node.id}>
            <button
              type="button"
              className={classes.choice}
              disabled={!target.ends}
              onClick={() => connect(target)}
            >
              {target.node.name}
              {target.refusal ? <span className={classes.why}>{target.refusal}</span> : null}
            </button>
          </li>
        ))}
      </ul>
      {targets.length === 0 ? <p className={classes.why}>{t('connect.none')}</p> : null}
    </Modal>
  );
}
