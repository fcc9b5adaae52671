import { Button, Text, Title } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { presentOf } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';
import { ConnectionForm } from './connection-form.tsx';
import classes from './inspector.module.css';
import { NodeForm } from './node-form.tsx';
import { PipelineForm } from './pipeline-form.tsx';

function Several(props: { readonly nodes: number; readonly connections: number }) {
  const { t } = useTranslation('composer');
  const composer = useComposer();
  return (
    <>
      <Title order={2}>{t('several.title', { count: props.nodes + props.connections })}</Title>
      <Text size="sm" c="dimmed">
        {t('several.text')}
      </Text>
      <Button
        variant="default"
        leftSection={<IconTrash size={15} aria-hidden />}
        onClick={() => composer.removeSelection()}
      >
        {t('several.remove')}
      </Button>
    </>
  );
}

/** What is chosen, to be set up: a node, a connection, or the pipeline itself when nothing is. */
export function Inspector() {
  const { t } = useTranslation('composer');
  const graph = useComposed(presentOf);
  const { nodes, connections } = useComposed((state) => state.selection);
  const [nodeId] = nodes;
  const [index] = connections;
  const node = graph.nodes.find((one) => one.id === nodeId);
  const connection = index === undefined ? undefined : graph.connections[index];
  const count = nodes.size + connections.size;
  return (
    <aside className={classes.inspector} aria-label={t('inspector')} data-inspector>
      {count > 1 ? <Several nodes={nodes.size} connections={connections.size} /> : null}
      {count === 1 && node ? <NodeForm key={node.id} node={node} /> : null}
      {count === 1 && connection && index !== undefined ? (
        <ConnectionForm key={index} connection={connection} index={index} />
      ) : null}
      {count === 0 ? <PipelineForm /> : null}
    </aside>
  );
}
