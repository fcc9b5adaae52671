import { Group, NumberInput, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { GraphNode } from '#core/model/graph.ts';
import { useStatusWord } from '#renderer/ui/use-status-word.ts';
import classes from './simulate.module.css';
import { decisionsAt, evenRates, type Rates } from './wish.ts';

const asNumber = (value: string | number) => (typeof value === 'number' ? value : Number(value) || 0);

/** How people decide at a task: as they did before, or by shares that are given. */
export function PeopleRates(props: {
  readonly node: GraphNode;
  /** Null: as before. */
  readonly rates: Rates | null;
  readonly onChange: (rates: Rates | null) => void;
}) {
  const { t } = useTranslation('composer');
  const word = useStatusWord();
  const { node, rates, onChange } = props;
  return (
    <fieldset className={classes.people}>
      <legend>{node.name}</legend>
      <Switch
        size="xs"
        label={t('simulate.byHistory')}
        checked={rates === null}
        onChange={(event) => onChange(event.currentTarget.checked ? null : evenRates(node))}
      />
      {rates ? (
        <Group gap={8} align="flex-end">
          {decisionsAt(node).map((action) => (
            <NumberInput
              key={action}
              size="xs"
              w={92}
              label={word(action)}
              suffix=" %"
              min={0}
              max={100}
              value={rates.shares[action] ?? 0}
              onChange={(value) =>
                onChange({ ...rates, shares: { ...rates.shares, [action]: asNumber(value) } })
              }
            />
          ))}
          <NumberInput
            size="xs"
            w={110}
            label={t('simulate.seconds')}
            placeholder={t('simulate.secondsKnown')}
            min={0}
            max={1_000_000}
            value={rates.seconds ?? ''}
            onChange={(value) => onChange({ ...rates, seconds: value === '' ? null : asNumber(value) })}
          />
        </Group>
      ) : null}
    </fieldset>
  );
}
