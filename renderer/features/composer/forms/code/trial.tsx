import { Button, Select, Text, TextInput } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CodeTrial } from '#core/model/code-trial.ts';
import type { GraphNode } from '#core/model/graph.ts';
import { call } from '#renderer/client/client.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { notifyError } from '#renderer/client/notify.ts';
import { ItemTiles } from '#renderer/ui/item-tiles.tsx';
import { presentOf } from '../../state/composer.ts';
import { useComposed, useComposedProject, useComposer } from '../../state/context.tsx';
import { TrialResult } from './trial-result.tsx';

/** Items that are offered at a time; the search finds the others. */
const OFFERED = 40;

/** Runs the node's code on an item that is chosen here, without any effect, and shows what comes of it. */
export function Trial(props: {
  readonly node: GraphNode;
  /** Why it cannot be tried; null: it can. */
  readonly refusal: string | null;
  readonly onTrial: (trial: CodeTrial | null) => void;
}) {
  const { t } = useTranslation('forms');
  const composer = useComposer();
  const projectId = useComposedProject();
  const graph = useComposed(presentOf);
  const datasets = useCall('datasets.list', { projectId });
  const [chosenDataset, setDataset] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [chosenItem, setItem] = useState<string | null>(null);
  const [trial, setTrial] = useState<CodeTrial | null>(null);
  const [running, setRunning] = useState(false);
  const filled = (datasets.data ?? []).filter((one) => one.itemCount > 0);
  const inGraph = filled.find((one) => graph.nodes.some((node) => node.metadata['datasetId'] === one.id));
  const datasetId = chosenDataset ?? inGraph?.id ?? filled[0]?.id ?? null;
  const items = useCall(
    'items.list',
    { datasetId: datasetId ?? '', filter: { text }, limit: OFFERED },
    { enabled: datasetId !== null, keepPrevious: true },
  );
  const offered = items.data?.items ?? [];
  const itemId = offered.find((one) => one.id === chosenItem)?.id ?? offered[0]?.id ?? null;

  async function run() {
    if (itemId === null) return;
    setRunning(true);
    try {
      // As it is written now, not as it was when this was drawn.
      const now = presentOf(composer.getState());
      const made = await call('code.try', { graph: now, nodeId: props.node.id, itemId, projectId });
      setTrial(made);
      props.onTrial(made);
    } catch (error) {
      notifyError(error);
    } finally {
      setRunning(false);
    }
  }

  if (props.refusal !== null) {
    return (
      <Text size="sm" c="dimmed">
        {props.refusal}
      </Text>
    );
  }
  return (
    <>
      <Select
        label={t('trial.dataset')}
        data={filled.map(({ id, name, itemCount }) => ({
          value: id,
          label: t('datasetChoice', { name, count: itemCount }),
        }))}
        value={datasetId}
        placeholder={t('trial.noItems')}
        disabled={filled.length === 0}
        onChange={setDataset}
      />
      <TextInput
        label={t('trial.search')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ItemTiles
        label={t('trial.items')}
        role="radio"
        items={offered}
        isChosen={(item) => item.id === itemId}
        onClick={(item) => setItem(item.id)}
      />
      {items.data && offered.length === 0 ? (
        <Text size="xs" c="dimmed">
          {t('trial.noneFound')}
        </Text>
      ) : null}
      <Button
        leftSection={<IconPlayerPlay size={15} aria-hidden />}
        disabled={itemId === null}
        loading={running}
        onClick={() => void run()}
      >
        {t('trial.run')}
      </Button>
      <Text size="xs" c="dimmed">
        {t('trial.text')}
      </Text>
      {trial ? <TrialResult trial={trial} /> : null}
    </>
  );
}
