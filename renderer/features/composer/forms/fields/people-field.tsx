import { Autocomplete, Button, NumberInput, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SettingPath } from '#core/pipeline/edit/node-settings.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { presentOf } from '../../state/composer.ts';
import { useComposed } from '../../state/context.tsx';
import classes from '../forms.module.css';
import { useSettings } from '../settings.tsx';
import { peopleOf } from './people.ts';
import { Rows } from './rows.tsx';
import { equalShares, rowsOf, sharesFor, withValue } from './values.ts';

/** People with their shares of the work. Nobody: everything is for the person of this workspace. */
export function PeopleField(props: { readonly path: SettingPath }) {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  const own = useCall('settings.get', {});
  const graph = useComposed(presentOf);
  const { path } = props;
  const rows = rowsOf(settings.read(path));
  const known = peopleOf(graph, own.data?.person ?? null);
  const sum = rows.reduce((total, row) => total + (Number(row['load']) || 0), 0);
  const write = (next: readonly unknown[]) => settings.write(path, next);
  const put = (at: number, key: string, value: unknown) =>
    write(rows.map((row, place) => (place === at ? withValue(row, key, value) : row)));

  function share(people: readonly Readonly<Record<string, unknown>>[], shares: readonly number[]) {
    write(people.map((row, at) => withValue(row, 'load', shares[at])));
    settings.endStep();
  }

  function add() {
    const free = known.find((person) => !rows.some((row) => row['assigneeId'] === person));
    const shares = sharesFor(
      rows.map((row) => Number(row['load']) || 0),
      rows.length + 1,
    );
    share([...rows, { assigneeId: free ?? '' }], shares);
  }

  return (
    <Rows
      name="people"
      rows={rows}
      error={rows.length === 0 ? settings.error(path) : undefined}
      onAdd={add}
      onRemove={(at) => {
        write(rows.filter((_, place) => place !== at));
        settings.endStep();
      }}
      extra={
        rows.length > 1 ? (
          <>
            <Button variant="subtle" size="compact-xs" onClick={() => share(rows, equalShares(rows.length))}>
              {t('people.equal')}
            </Button>
            <Text size="xs" c="dimmed">
              {t('people.sum', { sum: Math.round(sum * 100) / 100 })}
            </Text>
          </>
        ) : rows.length === 0 ? (
          <Text size="xs" c="dimmed">
            {t('people.nobody', { person: own.data?.person ?? '' })}
          </Text>
        ) : null
      }
    >
      {(row, at) => {
        const person = row['assigneeId'];
        const load = row['load'];
        return (
          <>
            <Autocomplete
              size="xs"
              aria-label={t('people.name', { number: at + 1 })}
              placeholder={t('people.nameEmpty')}
              data={[...known]}
              value={typeof person === 'string' ? person : ''}
              error={settings.error([...path, at, 'assigneeId'])}
              onChange={(text) => put(at, 'assigneeId', text)}
              onBlur={settings.endStep}
            />
            <NumberInput
              className={classes.narrow ?? ''}
              aria-label={t('people.share', { number: at + 1 })}
              value={typeof load === 'number' ? load : ''}
              suffix=" %"
              min={0}
              max={100}
              clampBehavior="none"
              error={settings.error([...path, at, 'load'])}
              onChange={(next) => put(at, 'load', next === '' ? undefined : Number(next))}
              onBlur={settings.endStep}
            />
          </>
        );
      }}
    </Rows>
  );
}
