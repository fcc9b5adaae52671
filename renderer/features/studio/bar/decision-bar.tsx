import { Button } from '@mantine/core';
import { IconArrowBackUp, IconCheck, IconTrash, type TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CommandKeys } from '#renderer/ui/key-caps.tsx';
import type { DecisionCommand } from '../commands/use-decisions.ts';
import { waitsHere } from '../walk/use-open-item.ts';
import type { View } from '../walk/use-task-view.ts';
import type { Walk } from '../walk/use-walk.ts';
import classes from './bar.module.css';

const SIGNS: Readonly<Record<string, TablerIcon>> = {
  completed: IconCheck,
  approved: IconCheck,
  discard: IconTrash,
};

function DecisionButton(props: { readonly command: DecisionCommand; readonly first: boolean }) {
  const { command, first } = props;
  const Sign = SIGNS[command.status];
  return (
    <Button
      size="sm"
      h={34}
      data-command={command.id}
      variant={first ? 'filled' : 'default'}
      leftSection={Sign ? <Sign size={16} aria-hidden /> : null}
      rightSection={<CommandKeys command={command} />}
      onClick={() => command.run()}
    >
      {command.title}
    </Button>
  );
}

/** What was decided, with the way back. */
function Decided(props: { readonly view: View; readonly walk: Walk }) {
  const { t } = useTranslation('studio');
  const { taskItem, item } = props.view;
  const status = taskItem.state === 'away' ? 'sent-back' : (taskItem.status ?? '');
  const person = taskItem.decidedBy ?? '';
  return (
    <>
      <span className={classes.left} data-testid="decided">
        {t(`decidedBy.${status}`, { person, defaultValue: t('decidedBy.other', { status, person }) })}
      </span>
      <Button
        size="sm"
        h={34}
        variant="default"
        leftSection={<IconArrowBackUp size={16} aria-hidden />}
        onClick={() => void props.walk.takeBack({ itemId: item.id })}
      >
        {t('takeBack')}
      </Button>
    </>
  );
}

/** The decisions that can be made on the item; on a decided one, what it was. */
export function DecisionBar(props: {
  readonly view: View;
  readonly walk: Walk;
  readonly commands: readonly DecisionCommand[];
  /** Further buttons, left of the decisions. */
  readonly children?: ReactNode;
}) {
  const { view, walk, commands } = props;
  const [first, ...others] = commands;
  // Between a decision and the next item the buttons stay: they would only flash otherwise.
  if (!waitsHere(view) && !walk.busy) {
    return (
      <div className={classes.decisions} style={{ alignItems: 'center' }}>
        <Decided view={view} walk={walk} />
      </div>
    );
  }
  return (
    <div className={classes.decisions}>
      {props.children}
      {others.map((command) => (
        <DecisionButton key={command.id} command={command} first={false} />
      ))}
      {first ? <DecisionButton command={first} first /> : null}
    </div>
  );
}
