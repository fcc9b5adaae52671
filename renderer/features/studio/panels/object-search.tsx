import { ActionIcon, Popover, TextInput } from '@mantine/core';
import { IconHelp, IconSearch } from '@tabler/icons-react';
import type { KeyboardEvent, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '#renderer/ui/format.ts';
import { FLAG_WORDS, type ObjectFilter, TYPE_WORDS } from './object-filter.ts';
import classes from './objects-panel.module.css';

/** What can be typed, each with what it finds. */
const EXAMPLES = [
  ['car', 'word'],
  ['label::car', 'label'],
  ['score::[0.2,.5]', 'score'],
  ['#12', 'number'],
  ['type::box', 'type'],
  ['attr::colour=red', 'attribute'],
  ['flag::hidden', 'flag'],
  ['id::7', 'instance'],
  ['<^tr.*k$>', 'pattern'],
  ['-car', 'not'],
] as const;

function Help() {
  const { t } = useTranslation('search');
  return (
    <Popover position="bottom-end" width={320} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon size={22} variant="subtle" color="gray" aria-label={t('help')} title={t('help')}>
          <IconHelp size={15} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('help')} tabIndex={-1} data-autofocus>
        <table className={classes.examples}>
          <tbody>
            {EXAMPLES.map(([example, what]) => (
              <tr key={what}>
                <th scope="row">
                  <code>{example}</code>
                </th>
                <td>{t(`example.${what}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className={classes.note}>{t('all')}</p>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Finds objects by what is typed; Enter selects what is found. */
export function ObjectSearch(props: {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly typed: string;
  readonly filter: ObjectFilter;
  readonly found: number;
  readonly total: number;
  readonly onType: (typed: string) => void;
  readonly onTake: () => void;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('search');
  const { filter, typed, found, total } = props;
  const fault = filter.ok
    ? null
    : t(`fault.${filter.why}`, {
        word: filter.word,
        types: Object.keys(TYPE_WORDS).join(', '),
        flags: FLAG_WORDS.join(', '),
      });
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && filter.ok && typed.trim() !== '') props.onTake();
    else if (event.key === 'Escape') props.onDone();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={classes.search}>
      <TextInput
        ref={props.field}
        size="xs"
        leftSection={<IconSearch size={14} aria-hidden />}
        rightSection={<Help />}
        aria-label={t('label')}
        placeholder={t('placeholder')}
        value={typed}
        error={fault}
        spellCheck={false}
        onChange={(event) => props.onType(event.currentTarget.value)}
        onKeyDown={onKey}
      />
      {typed.trim() !== '' && filter.ok ? (
        <p className={classes.found} role="status">
          {t('found', { found: formatCount(found), total: formatCount(total) })}
        </p>
      ) : null}
    </div>
  );
}
