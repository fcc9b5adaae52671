import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyCaps } from '#renderer/ui/key-caps.tsx';
import type { WalkCommands } from '../commands/use-walk-commands.ts';
import { type Decision, useLastDecision } from '../walk/decisions.ts';
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
export function DecisionSnackbar(props: { readonly taskId: string; readonly walk: WalkCommands }) {
  const { t } = useTranslation('studio');
  const decision = useLastDecision(props.taskId);
  const shown = useShown(decision);
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
            rightSection={<KeyCaps keys="U" />}
            onClick={() => takeBack.run()}
          >
            {t('undo')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
