import { Button, Group, MultiSelect, NumberInput, Switch, Text } from '@mantine/core';
import { IconDice5, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Graph } from '#core/model/graph.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { PeopleRates } from './people-rates.tsx';
import { peopleNodes, type SimulationWish } from './wish.ts';

/** Which items go through the graph, and how people are stood in for. */
export function WishForm(props: {
  readonly projectId: string;
  readonly graph: Graph;
  readonly wish: SimulationWish;
  readonly running: boolean;
  readonly onChange: (wish: SimulationWish) => void;
  readonly onRun: () => void;
}) {
  const { t } = useTranslation('composer');
  const { graph, wish, onChange } = props;
  const datasets = useCall('datasets.list', { projectId: props.projectId });
  const people = peopleNodes(graph);
  const change = (part: Partial<SimulationWish>) => onChange({ ...wish, ...part });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        props.onRun();
      }}
      style={{ display: 'contents' }}
    >
      <MultiSelect
        label={t('simulate.datasets')}
        placeholder={wish.datasetIds.length === 0 ? t('simulate.choose') : ''}
        data={(datasets.data ?? []).map(({ id, name, itemCount }) => ({
          value: id,
          label: t('simulate.dataset', { name, count: itemCount }),
        }))}
        value={[...wish.datasetIds]}
        onChange={(datasetIds) => change({ datasetIds })}
      />
      <Group grow gap={8} align="flex-end">
        <NumberInput
          label={t('simulate.share')}
          suffix=" %"
          min={0.1}
          max={100}
          value={wish.share}
          onChange={(share) => change({ share: Number(share) || 100 })}
        />
        <NumberInput
          label={t('simulate.limit')}
          min={1}
          max={100_000}
          thousandSeparator
          value={wish.limit}
          onChange={(limit) => change({ limit: Number(limit) || 1 })}
        />
      </Group>
      {people.length > 0 ? (
        <Text size="xs" c="dimmed">
          {t('simulate.byHistoryText')}
        </Text>
      ) : null}
      {people.map((node) => (
        <PeopleRates
          key={node.id}
          node={node}
          rates={wish.people[node.id] ?? null}
          onChange={(rates) => {
            const { [node.id]: _before, ...others } = wish.people;
            change({ people: rates ? { ...others, [node.id]: rates } : others });
          }}
        />
      ))}
      <Switch
        label={t('simulate.runCode')}
        description={t('simulate.runCodeText')}
        checked={wish.runCode}
        onChange={(event) => change({ runCode: event.currentTarget.checked })}
      />
      <Group gap={8}>
        <Button
          type="submit"
          flex={1}
          leftSection={<IconPlayerPlay size={15} aria-hidden />}
          loading={props.running}
          disabled={wish.datasetIds.length === 0}
        >
          {t('simulate.run')}
        </Button>
        <Button
          variant="default"
          title={t('simulate.againText')}
          leftSection={<IconDice5 size={15} aria-hidden />}
          onClick={() => change({ seed: String(Number(wish.seed) + 1) })}
        >
          {t('simulate.again', { seed: wish.seed })}
        </Button>
      </Group>
    </form>
  );
}
