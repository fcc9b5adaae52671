import { useTranslation } from 'react-i18next';
import { customPath, type SettingPath } from '#core/pipeline/edit/node-settings.ts';
import { SCENE_THRESHOLD } from '#core/pipeline/functions/video-split.ts';
import { ChoiceField } from '../fields/choice-field.tsx';
import { DatasetField } from '../fields/dataset-field.tsx';
import { More } from '../fields/more.tsx';
import { NumberField } from '../fields/number-field.tsx';
import { RangesField } from '../fields/ranges-field.tsx';
import { SwitchField } from '../fields/switch-field.tsx';
import { useSettings } from '../settings.tsx';

const MODES = ['every', 'rate', 'keyframes', 'scenes'] as const;
type Mode = (typeof MODES)[number];

/** The setting that each mode has, and what it begins with; in another mode it is refused. */
const OF_MODE: Readonly<Record<Mode, { readonly key: string; readonly begins: number } | null>> = {
  every: { key: 'every', begins: 5 },
  rate: { key: 'perSecond', begins: 1 },
  keyframes: null,
  scenes: { key: 'threshold', begins: SCENE_THRESHOLD },
};
const ADVANCED = ['ranges', 'frameRanges', 'format', 'quality', 'maxSide', 'duplicates'].map((key) =>
  customPath(key),
);

function ModeFields(props: { readonly mode: Mode }) {
  switch (props.mode) {
    case 'every':
      return <NumberField name="every" path={customPath('every')} usual={1} min={1} max={100_000} />;
    case 'rate':
      return <NumberField name="perSecond" path={customPath('perSecond')} min={0.01} max={1000} step={0.5} />;
    case 'scenes':
      return (
        <NumberField
          name="threshold"
          path={customPath('threshold')}
          usual={SCENE_THRESHOLD}
          min={0.01}
          max={0.99}
          step={0.05}
        />
      );
    case 'keyframes':
      return null;
  }
}

/** Split video: which frames, of which parts, and how they are stored. */
export function VideoSplitForm() {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  const stored = settings.read(customPath('mode'));
  const mode = MODES.find((one) => one === stored) ?? 'every';
  const png = settings.read(customPath('format')) === 'png';
  const quality = customPath('quality');

  function choose(next: Mode) {
    const cleared = MODES.flatMap((one): [SettingPath, undefined][] => {
      const of = OF_MODE[one];
      return of && one !== next ? [[customPath(of.key), undefined]] : [];
    });
    const of = OF_MODE[next];
    const needed = of && settings.read(customPath(of.key)) == null;
    settings.writeAll([
      [customPath('mode'), next],
      ...cleared,
      ...(needed ? [[customPath(of.key), of.begins] as const] : []),
    ]);
  }

  return (
    <>
      <ChoiceField name="mode" path={customPath('mode')} choices={MODES} usual="every" onChoose={choose} />
      <ModeFields mode={mode} />
      <DatasetField name="framesDataset" path={customPath('datasetId')} usual={t('usual.videoDataset')} />
      <More of={ADVANCED}>
        <RangesField name="ranges" path={customPath('ranges')} step={1} />
        <RangesField name="frameRanges" path={customPath('frameRanges')} step={10} />
        <ChoiceField
          name="format"
          path={customPath('format')}
          choices={['jpeg', 'png']}
          usual="jpeg"
          onChoose={(format) =>
            settings.writeAll([
              [customPath('format'), format],
              // A quality is refused for pictures that keep every pixel.
              ...(format === 'png' ? [[quality, undefined] as const] : []),
            ])
          }
        />
        {png && settings.read(quality) == null ? null : (
          <NumberField name="frameQuality" path={quality} min={2} max={31} usual={2} />
        )}
        <NumberField
          name="maxSide"
          path={customPath('maxSide')}
          usual={t('usual.size')}
          min={16}
          max={16_383}
          step={160}
        />
        <SwitchField name="leaveOutSame" path={customPath('duplicates')} on={{ maxDistance: 4 }} />
        {settings.read(customPath('duplicates')) == null ? null : (
          <NumberField name="maxDistance" path={customPath('duplicates', 'maxDistance')} min={0} max={64} />
        )}
      </More>
    </>
  );
}
