import { Button, Group, UnstyledButton } from '@mantine/core';
import {
  IconArrowRight,
  IconArrowsSplit2,
  IconFilter,
  IconPlugConnected,
  IconPlus,
  type TablerIcon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { GraphNode } from '#core/model/graph.ts';
import { useStatusWord } from '#renderer/ui/use-status-word.ts';
import { useInParallel } from '../layout/use-in-parallel.ts';
import { presentOf } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';
import { chosen } from '../state/selection.ts';
import classes from './inspector.module.css';

function WayButton(props: {
  readonly icon: TablerIcon;
  readonly name: 'next' | 'connect' | 'parallel';
  readonly keyName: string;
  readonly onClick: () => void;
}) {
  const { t } = useTranslation('composer');
  const Sign = props.icon;
  return (
    <Button
      size="compact-sm"
      variant="default"
      title={t(`ways.${props.name}Text`, { key: props.keyName })}
      leftSection={<Sign size={14} aria-hidden />}
      onClick={props.onClick}
    >
      {t(`ways.${props.name}`)}
    </Button>
  );
}

/** Where items come from and go to; a click leads to the connection. */
export function NodeWays(props: { readonly node: GraphNode }) {
  const { t } = useTranslation('composer');
  const word = useStatusWord();
  const composer = useComposer();
  const graph = useComposed(presentOf);
  const { node } = props;
  const addInParallel = useInParallel();
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
      <Group gap={6} mt={4}>
        {node.outputs.length > 0 ? (
          <>
            <WayButton icon={IconPlus} name="next" keyName="A" onClick={() => composer.ask('next')} />
            <WayButton
              icon={IconPlugConnected}
              name="connect"
              keyName="C"
              onClick={() => composer.ask('target')}
            />
          </>
        ) : null}
        <WayButton
          icon={IconArrowsSplit2}
          name="parallel"
          keyName="P"
          onClick={() => addInParallel(node.id)}
        />
      </Group>
    </section>
  );
}
