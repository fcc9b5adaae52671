import { UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingPath } from '#core/pipeline/edit/node-settings.ts';
import classes from '../forms.module.css';
import { useSettings } from '../settings.tsx';

/** Settings that few need, folded away; open from the start when one of them is set or wrong. */
export function More(props: {
  readonly children: ReactNode;
  readonly of: readonly SettingPath[];
  readonly title?: string;
}) {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  const id = useId();
  const needed = props.of.some((path) => settings.error(path) !== undefined);
  const [chosen, setOpen] = useState(() => props.of.some((path) => settings.read(path) != null));
  const open = chosen || needed;
  return (
    <div className={classes.more}>
      <UnstyledButton
        className={classes.moreHead}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <IconChevronRight size={14} aria-hidden data-open={open ? true : undefined} />
        {props.title ?? t('more')}
      </UnstyledButton>
      {open ? (
        <div id={id} className={classes.fields}>
          {props.children}
        </div>
      ) : null}
    </div>
  );
}
