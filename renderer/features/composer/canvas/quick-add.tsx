import { FocusTrap, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addConnection, connectionRefusal, type PortEnd } from '#core/pipeline/edit/connections.ts';
import { addNode } from '#core/pipeline/edit/nodes.ts';
import type { Place } from '#core/pipeline/layout.ts';
import type { Runnable } from '#core/pipeline/specs.ts';
import { CARD } from '#renderer/ui/flow/positions.ts';
import { findEntries } from '../library/entries.ts';
import { presentOf } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';
import { chosen } from '../state/selection.ts';
import { freePlace, newNode } from './add-node.ts';
import own from './canvas.module.css';
import classes from './choices.module.css';

export type QuickAddPlace = {
  readonly from: PortEnd;
  /** In the graph's pixels. */
  readonly at: Place;
  /** In the canvas's pixels. */
  readonly shown: Place;
};

/** Offers the nodes that fit where a connection was let go over nothing. */
export function QuickAdd(props: { readonly place: QuickAddPlace; readonly onClose: () => void }) {
  const { t } = useTranslation('composer');
  const composer = useComposer();
  const graph = useComposed(presentOf);
  const { place, onClose } = props;
  const [text, setText] = useState('');
  const draft = (kind: Runnable) => newNode(graph, kind, 'draft', { x: 0, y: 0 });
  const entries = findEntries(text).filter(({ kind }) => {
    const [input] = draft(kind).inputs;
    const added = addNode(graph, draft(kind));
    const tgt = { nodeId: 'draft', portId: input?.portId ?? '' };
    return connectionRefusal(added, { src: place.from, tgt }) === null;
  });

  function add(kind: Runnable) {
    const id = crypto.randomUUID();
    composer.edit(
      (before) => {
        const at = freePlace(before, { x: place.at.x, y: place.at.y - CARD.height / 2 });
        const node = newNode(before, kind, id, at);
        const tgt = { nodeId: id, portId: node.inputs[0]?.portId ?? '' };
        return addConnection(addNode(before, node), { src: place.from, tgt });
      },
      { select: chosen({ nodes: [id] }) },
    );
    onClose();
  }

  return (
    <FocusTrap active>
      <div
        className={own.quickAdd}
        style={{ left: place.shown.x, top: place.shown.y }}
        role="dialog"
        aria-label={t('quickAdd.title')}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
        }}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) onClose();
        }}
      >
        <TextInput
          size="xs"
          data-autofocus
          aria-label={t('library.search')}
          placeholder={t('quickAdd.title')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            const [first] = entries;
            if (event.key === 'Enter' && first) add(first.kind);
          }}
        />
        <ul className={classes.choices}>
          {entries.map((entry) => (
            <li key={entry.kind}>
              <button
                type="button"
                className={classes.choice}
                title={entry.summary}
                onClick={() => add(entry.kind)}
              >
                {entry.title}
              </button>
            </li>
          ))}
        </ul>
        {entries.length === 0 ? <p className={classes.why}>{t('quickAdd.none')}</p> : null}
      </div>
    </FocusTrap>
  );
}
