import { CloseButton, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client/client.ts';
import { notifyError } from '#renderer/client/notify.ts';
import inspector from '../inspector/inspector.module.css';
import { presentOf } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';
import { Outcome } from './outcome.tsx';
import { firstWish, simulationInput } from './wish.ts';
import { WishForm } from './wish-form.tsx';

/** Plays existing items through the graph that is drawn, without any effect. */
export function SimulatePanel(props: {
  readonly pipelineId: string;
  readonly projectId: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('composer');
  const composer = useComposer();
  const graph = useComposed(presentOf);
  const simulated = useComposed((state) => state.simulated);
  const [wish, setWish] = useState(() => firstWish(graph));
  const run = useMutation({
    mutationFn: () => call('pipelines.simulate', simulationInput(props.pipelineId, graph, wish)),
    onSuccess: (simulation) => composer.showSimulation({ graph, simulation }),
    onError: notifyError,
  });
  return (
    <aside className={inspector.inspector} aria-label={t('simulate.title')}>
      <div className={inspector.head}>
        <Title order={2}>{t('simulate.title')}</Title>
        <CloseButton aria-label={t('simulate.close')} onClick={props.onClose} />
      </div>
      <Text size="xs" c="dimmed">
        {t('simulate.text')}
      </Text>
      <WishForm
        projectId={props.projectId}
        graph={graph}
        wish={wish}
        running={run.isPending}
        onChange={setWish}
        onRun={() => run.mutate()}
      />
      {simulated ? <Outcome simulation={simulated.simulation} stale={simulated.graph !== graph} /> : null}
    </aside>
  );
}
