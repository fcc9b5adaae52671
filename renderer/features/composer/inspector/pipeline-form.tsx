import { Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { presentOf } from '../state/composer.ts';
import { useComposed } from '../state/context.tsx';

/** The pipeline itself. */
export function PipelineForm() {
  const { t } = useTranslation('composer');
  const graph = useComposed(presentOf);
  return (
    <>
      <Title order={2}>{t('pipeline.title')}</Title>
      <Text size="sm" c="dimmed">
        {t('pipeline.size', { nodes: graph.nodes.length, connections: graph.connections.length })}
      </Text>
      <Text size="sm" c="dimmed">
        {t('pipeline.text')}
      </Text>
    </>
  );
}
