import { Button, Group, NumberInput, RangeSlider } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item } from '#core/model/item.ts';
import type { PictureLevels, PictureWindow } from '#core/model/picture.ts';
import type { Stage } from '../stage/stage.ts';
import { Panel } from './panel.tsx';
import { useWindow, type WindowControl } from './use-window.ts';
import classes from './window-panel.module.css';

/** Steps of the slider from one end to the other, for floats. */
const STEPS = 1000;

/** The values that the slider spans: all there are, and the window where it reaches beyond them. */
function spanOf({ min, max }: PictureLevels, { low, high }: PictureWindow): PictureWindow {
  const from = Math.min(min, low);
  const to = Math.max(max, high);
  return { low: from, high: from < to ? to : from + 1 };
}

/** Only for a picture that needs a window. */
export function WindowPanel(props: { readonly stage: Stage; readonly item: Item }) {
  const control = useWindow(props.stage, props.item);
  return control ? <WindowControls control={control} /> : null;
}

/** A number that takes effect while it is typed, as soon as it makes sense; until then it stays as it is typed. */
function End(props: {
  readonly label: string;
  readonly value: number;
  readonly digits: number;
  readonly onValue: (value: number) => void;
}) {
  const [typed, setTyped] = useState<string | number | null>(null);
  return (
    <NumberInput
      size="xs"
      hideControls
      label={props.label}
      value={typed ?? props.value}
      decimalScale={props.digits}
      onChange={(value) => {
        setTyped(value);
        if (value !== '') props.onValue(Number(value));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

/** Two handles and two numbers for what is shown black and white. */
function WindowControls(props: { readonly control: WindowControl }) {
  const { t } = useTranslation('studio');
  const { levels, window, chosen, set, auto } = props.control;
  const whole = levels.sample !== 'float';
  const span = spanOf(levels, window);
  const step = whole ? 1 : (span.high - span.low) / STEPS;
  const digits = whole ? 0 : 6;
  const change = (low: number, high: number) => {
    if (Number.isFinite(low) && Number.isFinite(high) && low < high) set({ low, high });
  };
  return (
    <Panel title={t('window.title')} note={t(`window.kind.${levels.sample}`, { bits: levels.bits })}>
      <div className={classes.body}>
        <RangeSlider
          size="sm"
          min={span.low}
          max={span.high}
          step={step}
          minRange={step}
          value={[window.low, window.high]}
          label={null}
          thumbFromLabel={t('window.low')}
          thumbToLabel={t('window.high')}
          onChange={([low, high]) => change(low, high)}
        />
        <div className={classes.numbers}>
          <End
            label={t('window.low')}
            value={window.low}
            digits={digits}
            onValue={(low) => change(low, window.high)}
          />
          <End
            label={t('window.high')}
            value={window.high}
            digits={digits}
            onValue={(high) => change(window.low, high)}
          />
        </div>
        <Group gap={6} grow>
          <Button size="compact-xs" variant="default" onClick={auto} title={t('window.autoHint')}>
            {t('window.auto')}
          </Button>
          <Button size="compact-xs" variant="default" disabled={!chosen} onClick={() => set(null)}>
            {t('window.reset')}
          </Button>
        </Group>
        <p className={classes.note}>{t('window.note')}</p>
      </div>
    </Panel>
  );
}
