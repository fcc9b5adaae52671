import { Alert, Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { NamedPlace } from '#core/pipeline/placeholders.ts';
import classes from './make.module.css';
import { isMissing, type Known, LEAVE, MAKE, newName, placeKey } from './parts.ts';
import type { PipelineFile } from './read-file.ts';
import { GraphSketch } from './sketch.tsx';

type Here = { readonly datasets: readonly Known[]; readonly recipes: readonly Known[] };

/** What a file says, what is wrong with it, and what its datasets and recipes are here. */
export function ImportForm(props: {
  readonly file: PipelineFile;
  readonly here: Here;
  readonly chosen: ReadonlyMap<NamedPlace, string>;
  readonly onChoose: (chosen: ReadonlyMap<NamedPlace, string>) => void;
}) {
  const { t } = useTranslation('pipelines');
  const { file, here, chosen, onChoose } = props;
  const knownFor = (place: NamedPlace) => (place.kind === 'dataset' ? here.datasets : here.recipes);
  const open = file.places.filter(
    (place) => isMissing(place, knownFor(place)) && (chosen.get(place) ?? LEAVE) === LEAVE,
  );
  const { nodes, connections } = file.graph;
  return (
    <Stack gap="sm">
      <Group gap="md" wrap="nowrap">
        <GraphSketch graph={file.graph} />
        <Text size="sm" c="dimmed">
          {t('make.size', { nodes: nodes.length, connections: connections.length })}
        </Text>
      </Group>
      {file.problems.length > 0 ? (
        <Alert
          color="yellow"
          variant="light"
          icon={<IconAlertTriangle size={16} />}
          title={t('make.problems')}
        >
          <ul className={classes.problems}>
            {file.problems.map((problem) => (
              <li key={`${problem.code} ${problem.message}`} data-selectable>
                {problem.message}
              </li>
            ))}
          </ul>
        </Alert>
      ) : null}
      {file.places.length > 0 ? (
        <>
          <Group justify="space-between">
            <Text size="sm" fw={600}>
              {t('make.places')}
            </Text>
            {open.length > 0 ? (
              <Button
                variant="default"
                onClick={() => onChoose(new Map([...chosen, ...open.map((place) => [place, MAKE] as const)]))}
              >
                {t('make.makeMissing', { count: open.length })}
              </Button>
            ) : null}
          </Group>
          <div className={classes.needs}>
            {file.places.map((place) => (
              <Select
                key={`${place.kind} ${placeKey(place)}`}
                label={t(`make.place.${place.kind}`, { users: place.users.join(', ') })}
                description={open.includes(place) ? t('make.notHere') : undefined}
                searchable
                value={chosen.get(place) ?? LEAVE}
                data={[
                  { value: LEAVE, label: leaveLabel(place) },
                  { value: MAKE, label: t(`make.new.${place.kind}`, { name: newName(place) }) },
                  ...knownFor(place)
                    .filter(({ id }) => id !== place.text)
                    .map((one) => ({ value: one.id, label: one.name })),
                ]}
                onChange={(value) => value !== null && onChoose(new Map([...chosen, [place, value]]))}
              />
            ))}
          </div>
        </>
      ) : null}
    </Stack>
  );

  function leaveLabel(place: NamedPlace): string {
    const here = knownFor(place).find(({ id }) => id === place.text);
    if (here) return here.name;
    return place.text === '' ? t('make.leaveOpen') : t('make.leave', { text: place.text });
  }
}
