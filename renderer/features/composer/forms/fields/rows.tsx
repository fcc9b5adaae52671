import { ActionIcon, Button, Input } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../forms.module.css';
import { useWords } from './words.ts';

/** Lines that can be added and taken away. Whoever uses it draws what is in a line. */
export function Rows<R>(props: {
  readonly name: string;
  readonly rows: readonly R[];
  readonly error?: string | undefined;
  readonly children: (row: R, at: number) => ReactNode;
  readonly onAdd: () => void;
  readonly onRemove: (at: number) => void;
  /** Behind the button that adds a line. */
  readonly extra?: ReactNode;
}) {
  const { t } = useTranslation('forms');
  const words = useWords(props.name);
  return (
    <Input.Wrapper {...words} error={props.error} labelElement="div" role="group" aria-label={words.label}>
      <div className={classes.rows}>
        {props.rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no names of their own, and fields show what is stored
          <div className={classes.row} key={at}>
            {props.children(row, at)}
            <ActionIcon
              aria-label={t('removeLine', { number: at + 1 })}
              title={t('removeLine', { number: at + 1 })}
              onClick={() => props.onRemove(at)}
            >
              <IconTrash size={15} />
            </ActionIcon>
          </div>
        ))}
        <div className={classes.rowEnd}>
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<IconPlus size={13} aria-hidden />}
            onClick={props.onAdd}
          >
            {t(`add.${props.name}`)}
          </Button>
          {props.extra}
        </div>
      </div>
    </Input.Wrapper>
  );
}
