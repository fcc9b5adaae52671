import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CommandKeys } from '#renderer/ui/key-caps.tsx';
import type { WalkCommands } from '../commands/use-walk-commands.ts';
import { type Decision, useLastDecision } from '../walk/decisions.ts';
import { waitsHere } from '../walk/use-open-item.ts';
import type { View } from '../walk/use-task-view.ts';
import classes from './snackbar.module.css';

/** Milliseconds for which a decision is offered to be taken back; the key and the palette do it later, too. */
const SHOWN_MS = 6000;

function useShown(decision: Decision | null): boolean {
  const [over, setOver] = useState<Decision | null>(null);
  useEffect(() => {
    if (!decision) return;
    const timer = setTimeout(() => setOver(decision), Math.max(0, decision.at + SHOWN_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [decision]);
  return decision !== null && over !== decision && decision.at + SHOWN_MS > Date.now();
}

/** Says what was just decided, at the lower edge of the picture: it covers neither buttons nor lists. */
export function DecisionSnackbar(props: { readonly view: View; readonly walk: WalkCommands }) {
  const { t } = useTranslation('studio');
  const { view } = props;
  const decision = useLastDecision(view.task.id);
  // The item may have come back since: then the decision does not stand any more.
  const stands = decision !== null && (decision.itemId !== view.item.id || !waitsHere(view));
  const shown = useShown(decision) && stands;
  const { takeBack } = props.walk;
  return (
    <div className={classes.place} role="status">
      {shown && decision ? (
        <div className={classes.bar} data-testid="decision-snackbar">
          <span>
            {t(`decided.${decision.status}`, {
              what: decision.what,
              status: decision.status,
              defaultValue: t('decided.other', { what: decision.what, status: decision.status }),
            })}
          </span>
          <Button
            size="compact-xs"
            variant="subtle"
            rightSection={<CommandKeys command={{ id: 'items.takeBack', keys: ['U'] }} />}
            onClick={() => takeBack.run()}
          >
            {t('undo')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
