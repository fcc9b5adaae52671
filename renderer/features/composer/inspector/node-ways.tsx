import { Button, UnstyledButton } from '@mantine/core';
import { IconArrowRight, IconFilter, IconPlugConnected } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { GraphNode } from '#core/model/graph.ts';
import { useStatusWord } from '#renderer/ui/use-status-word.ts';
import { ConnectDialog } from '../canvas/connect-dialog.tsx';
import { presentOf } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';
import { chosen } from '../state/selection.ts';
import classes from './inspector.module.css';

/** Where items come from and go to; a click leads to the connection. */
export function NodeWays(props: { readonly node: GraphNode }) {
  const { t } = useTranslation('composer');
  const word = useStatusWord();
  const composer = useComposer();
  const graph = useComposed(presentOf);
  const choosing = useComposed((state) => state.choosingTarget);
  const { node } = props;
  const nameOf = (id: string) => graph.nodes.find((one) => one.id === id)?.name ?? id;
  const ways = graph.connections.flatMap((connection, index) => {
    const { src, tgt } = connection;
    return src.nodeId === node.id || tgt.nodeId === node.id ? [{ connection, index }] : [];
  });
  return (
    <section className={classes.ways} aria-label={t('ways.title')}>
      <b>{t('ways.title')}</b>
      {ways.map(({ connection, index }) => (
        <UnstyledButton
          key={index}
          className={classes.way}
          onClick={() => composer.select(chosen({ connections: [index] }))}
        >
          <span>{nameOf(connection.src.nodeId)}</span>
          <IconArrowRight size={13} aria-label={t('ways.to')} />
          <span>{nameOf(connection.tgt.nodeId)}</span>
          <span className={classes.wayMark}>
            {connection.condition ? <IconFilter size={12} aria-label={t('connection.filtered')} /> : null}
            {connection.action ? word(connection.action) : null}
          </span>
        </UnstyledButton>
      ))}
      {node.outputs.length > 0 ? (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlugConnected size={14} aria-hidden />}
          onClick={() => composer.chooseTarget(true)}
        >
          {t('ways.connect')}
        </Button>
      ) : null}
      {choosing ? <ConnectDialog from={node} onClose={() => composer.chooseTarget(false)} /> : null}
    </section>
  );
}
