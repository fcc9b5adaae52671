import {
  ActionIcon,
  Button,
  NumberInput,
  Popover,
  SegmentedControl,
  Slider,
  Switch,
  Tooltip,
} from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type Adjustments, CROSSHAIRS, isAdjusted, RANGES, UNADJUSTED } from '#renderer/editor/aids.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { formatDecimal } from '#renderer/ui/format.ts';
import { useEditorState } from '../stage/use-editor-state.ts';
import classes from './aids.module.css';
import { useAidCommands } from './use-aid-commands.ts';

const selectAids = (state: EditorState) => state.aids;

const SLIDERS = [
  'brightness',
  'contrast',
  'gamma',
  'saturation',
] as const satisfies readonly (keyof Adjustments)[];
const SWITCHES = ['snap', 'minimap', 'pixelGrid', 'smooth'] as const;
/** Of factors: a hand finds "as it is" again. */
const STEP = 0.05;

function Amount(props: {
  readonly editor: Editor;
  readonly name: (typeof SLIDERS)[number];
  readonly value: number;
}) {
  const { t } = useTranslation('aids');
  const { editor, name, value } = props;
  const [min, max] = RANGES[name];
  const id = useId();
  return (
    <div className={classes.amount}>
      <span id={id}>{t(`amount.${name}`)}</span>
      <Slider
        size="sm"
        min={min}
        max={max}
        step={STEP}
        value={value}
        label={null}
        thumbProps={{ 'aria-labelledby': id }}
        onChange={(next) => editor.setAids({ [name]: Math.round(next * 100) / 100 })}
      />
      <span className={classes.value}>{formatDecimal(value)}</span>
    </div>
  );
}

/** How the picture is shown, and what helps to place points: a button of the toolbar that opens it all. */
export function AidsMenu(props: { readonly editor: Editor }) {
  const { t } = useTranslation('aids');
  const { editor } = props;
  const aids = useEditorState(editor, selectAids);
  useCommands(useAidCommands(editor));
  const adjusted = isAdjusted(aids);
  return (
    <Popover position="bottom-end" shadow="md" width={300} trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={t('title')}>
          <ActionIcon
            variant={adjusted ? 'light' : 'subtle'}
            color={adjusted ? 'water' : 'gray'}
            aria-label={t(adjusted ? 'titleAdjusted' : 'title')}
          >
            <IconAdjustmentsHorizontal size={17} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('title')}>
        <h2 className={classes.title}>{t('picture')}</h2>
        {SLIDERS.map((name) => (
          <Amount key={name} editor={editor} name={name} value={aids[name]} />
        ))}
        <div className={classes.row}>
          <Switch
            size="xs"
            label={t('invert')}
            checked={aids.invert}
            onChange={(event) => editor.setAids({ invert: event.currentTarget.checked })}
          />
          <Switch
            size="xs"
            label={t('equalise')}
            checked={aids.equalise}
            onChange={(event) => editor.setAids({ equalise: event.currentTarget.checked })}
          />
          <Button
            size="compact-xs"
            variant="default"
            disabled={!adjusted}
            onClick={() => editor.setAids(UNADJUSTED)}
          >
            {t('reset')}
          </Button>
        </div>
        <p className={classes.note}>{t('note')}</p>
        <h2 className={classes.title}>{t('help')}</h2>
        {SWITCHES.map((name) => (
          <Switch
            key={name}
            size="xs"
            className={classes.switch ?? ''}
            label={t(`switch.${name}`)}
            description={t(`${name}Text`)}
            checked={aids[name]}
            onChange={(event) => editor.setAids({ [name]: event.currentTarget.checked })}
          />
        ))}
        <NumberInput
          size="xs"
          mt={8}
          label={t('grid')}
          description={t('gridText')}
          value={aids.grid}
          min={RANGES.grid[0]}
          max={RANGES.grid[1]}
          clampBehavior="strict"
          allowDecimal={false}
          onChange={(value) => editor.setAids({ grid: typeof value === 'number' ? value : 0 })}
        />
        <p className={classes.label}>{t('crosshair')}</p>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={t('crosshair')}
          value={aids.crosshair}
          data={CROSSHAIRS.map((value) => ({ value, label: t(`crosshairs.${value}`) }))}
          onChange={(value) => {
            const crosshair = CROSSHAIRS.find((each) => each === value);
            if (crosshair) editor.setAids({ crosshair });
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
