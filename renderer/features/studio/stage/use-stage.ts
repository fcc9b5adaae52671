import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall, useEngineEvent } from '#renderer/client/hooks.ts';
import { notifyError } from '#renderer/client/notify.ts';
import type { Pin } from '#renderer/editor/tools/context.ts';
import { notifyInfo } from '#renderer/ui/notify.ts';
import { pictures } from './pictures.ts';
import { createStage, type Stage } from './stage.ts';

/**
 * Milliseconds after the last word of a change before it is looked at: our own changes are told as well, and ten
 * thousand labels take a tenth of a second to read.
 */
const REFRESH_MS = 1000;

/** An editor for as long as the component is mounted; null until it is known who works here. */
export function useStage(onPin: (pin: Pin) => void): Stage | null {
  const { t } = useTranslation('studio');
  const person = useCall('settings.get', {}).data?.person;
  const [stage, setStage] = useState<Stage | null>(null);
  const latest = useRef({ onPin, t });
  useEffect(() => {
    latest.current = { onPin, t };
  });

  useEffect(() => {
    if (person === undefined) return;
    const words = (key: string, values: Record<string, unknown> = {}) => latest.current.t(key, values);
    const made = createStage({
      person: () => person,
      title(step, types) {
        const [type] = types;
        const one = type && types.every((each) => each === type) && types.length === 1;
        const what = one ? words(`kind.${type}`) : words('kind.several', { count: types.length });
        return words(`step.${step}`, { what });
      },
      notice: (notice) => notifyInfo(words(`notice.${notice}.title`), words(`notice.${notice}.text`)),
      pin: (pin) => latest.current.onPin(pin),
      conflict: (count) => notifyInfo(words('conflict.title'), words('conflict.text', { count })),
    });
    setStage(made);
    return () => {
      setStage(null);
      made.dispose();
      // Up to a quarter of a gigabyte that no other screen has a use for.
      pictures.clear();
    };
  }, [person]);

  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEngineEvent('annotations.changed', ({ itemId }) => {
    if (stage?.editor.state.get().item?.id !== itemId) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void stage.editor.refresh().catch(notifyError), REFRESH_MS);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return stage;
}
