import { Loader } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useEngineState } from '#renderer/client/engine-state.ts';
import classes from './engine-banner.module.css';

/** Says when the engine is not there, and what that means for the person's work. */
export function EngineBanner() {
  const { t } = useTranslation('app');
  const { state, error } = useEngineState();
  if (state !== 'restarting' && state !== 'failed') return null;
  return (
    <div className={classes.banner} data-state={state} role="alert">
      {state === 'restarting' ? <Loader size={14} color="currentColor" /> : <IconAlertTriangle size={16} />}
      <strong>{t(`engine.${state}`)}</strong>
      <span data-selectable title={error?.message}>
        {state === 'failed' && error ? `${error.message} ` : ''}
        {t(`engine.${state}Text`)}
      </span>
    </div>
  );
}
