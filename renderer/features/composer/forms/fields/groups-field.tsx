import { Button, NumberInput, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { customPath } from '#core/pipeline/edit/node-settings.ts';
import classes from '../forms.module.css';
import { useSettings } from '../settings.tsx';
import { nextGroup } from './groups.ts';
import { Rows } from './rows.tsx';
import { areEqual, equalShares, rowsOf, sharesFor, withValue } from './values.ts';

const GROUPS = customPath('groups');

/** The groups of a split, with their shares unless all are as large. */
export function GroupsField() {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  const rows = rowsOf(settings.read(GROUPS));
  const equal = settings.read(customPath('distributeEqually')) === true;
  const sum = rows.reduce((total, row) => total + (Number(row['distribution']) || 0), 0);
  const right = Math.abs(sum - 100) < 0.005;
  const write = (next: readonly unknown[]) => settings.write(GROUPS, next);
  const put = (at: number, key: string, value: unknown) =>
    write(rows.map((row, place) => (place === at ? withValue(row, key, value) : row)));
  function share(groups: readonly Readonly<Record<string, unknown>>[], shares: readonly number[]) {
    write(groups.map((row, at) => withValue(row, 'distribution', shares[at])));
    settings.endStep();
  }
  const shares = (groups: readonly Readonly<Record<string, unknown>>[]) =>
    groups.map((row) => Number(row['distribution']) || 0);
  return (
    <Rows
      name="groups"
      rows={rows}
      error={settings.error(GROUPS)}
      onAdd={() => {
        const name = nextGroup(rows.map((row) => row['name']));
        share([...rows, { name }], sharesFor(shares(rows), rows.length + 1));
      }}
      onRemove={(at) => {
        const left = rows.filter((_, place) => place !== at);
        share(left, areEqual(shares(rows)) && left.length > 0 ? equalShares(left.length) : shares(left));
      }}
      extra={
        equal ? null : (
          <>
            <Button variant="subtle" size="compact-xs" onClick={() => share(rows, equalShares(rows.length))}>
              {t('groups.equal')}
            </Button>
            <Text size="xs" {...(right ? { c: 'dimmed' } : { style: { color: 'var(--sl-waiting)' } })}>
              {right
                ? t('groups.sum', { sum: 100 })
                : t('groups.wrongSum', { sum: Math.round(sum * 100) / 100 })}
            </Text>
          </>
        )
      }
    >
      {(row, at) => {
        const name = row['name'];
        const share = row['distribution'];
        return (
          <>
            <TextInput
              aria-label={t('groups.name', { number: at + 1 })}
              value={typeof name === 'string' ? name : ''}
              error={settings.error([...GROUPS, at, 'name'])}
              onChange={(event) => put(at, 'name', event.currentTarget.value)}
              onBlur={settings.endStep}
            />
            {equal ? null : (
              <NumberInput
                className={classes.narrow ?? ''}
                aria-label={t('groups.share', { number: at + 1 })}
                value={typeof share === 'number' ? share : ''}
                suffix=" %"
                min={0}
                max={100}
                clampBehavior="none"
                error={settings.error([...GROUPS, at, 'distribution'])}
                onChange={(next) => put(at, 'distribution', next === '' ? undefined : Number(next))}
                onBlur={settings.endStep}
              />
            )}
          </>
        );
      }}
    </Rows>
  );
}
