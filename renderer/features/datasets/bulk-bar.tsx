import { Button } from '@mantine/core';
import { IconRestore, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '#renderer/ui/format.ts';
import { CommandKeys } from '#renderer/ui/key-caps.tsx';
import classes from './data-screen.module.css';

/** How many are shown and selected, and what the selection can do. Always there, so that nothing jumps. */
export function BulkBar(props: {
  readonly count: number;
  readonly selected: number;
  readonly trashed: boolean;
  readonly busy: boolean;
  readonly onChange: () => void;
  readonly onClear: () => void;
}) {
  const { t } = useTranslation('datasets');
  const Sign = props.trashed ? IconRestore : IconTrash;
  return (
    <div className={classes.bulk}>
      <span role="status">
        {props.selected === 0
          ? t('bulk.shown', { count: props.count, shown: formatCount(props.count) })
          : t('bulk.selected', { count: props.selected, selected: formatCount(props.selected) })}
      </span>
      {props.selected > 0 ? (
        <>
          <Button
            variant="default"
            size="compact-xs"
            loading={props.busy}
            leftSection={<Sign size={14} aria-hidden />}
            onClick={props.onChange}
          >
            {t(props.trashed ? 'command.restore' : 'command.trash')}
          </Button>
          <CommandKeys command={{ id: 'data.trash', keys: ['Delete'] }} />
          <Button variant="subtle" color="gray" size="compact-xs" onClick={props.onClear}>
            {t('command.selectNone')}
          </Button>
        </>
      ) : null}
    </div>
  );
}
