import { Button, Group, Switch, Text } from '@mantine/core';
import { IconDice5, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Graph } from '#core/model/graph.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { PeopleRates } from './people-rates.tsx';
import { peopleNodes, type SimulationWish, wishProblem } from './wish.ts';
import { WishedItems } from './wished-items.tsx';

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
  const problem = wishProblem(wish);
  const change = (part: Partial<SimulationWish>) => onChange({ ...wish, ...part });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        props.onRun();
      }}
      style={{ display: 'contents' }}
    >
      <WishedItems datasets={datasets.data ?? []} wish={wish} onChange={change} />
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
      {problem ? (
        <Text size="xs" c="dimmed" role="status">
          {t(`simulate.${problem}`)}
        </Text>
      ) : null}
      <Group gap={8}>
        <Button
          type="submit"
          flex={1}
          leftSection={<IconPlayerPlay size={15} aria-hidden />}
          loading={props.running}
          disabled={problem !== null}
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
