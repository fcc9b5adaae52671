import { useTranslation } from 'react-i18next';
import { customPath } from '#core/pipeline/edit/node-settings.ts';
import { ChoiceField } from '../fields/choice-field.tsx';
import { DatasetField } from '../fields/dataset-field.tsx';
import { More } from '../fields/more.tsx';
import { NumberField } from '../fields/number-field.tsx';
import { SwitchField } from '../fields/switch-field.tsx';
import classes from '../forms.module.css';
import { useSettings } from '../settings.tsx';

const CROP = { left: 0, top: 0, width: 640, height: 480 } as const;
const ADVANCED = [
  'crop',
  'rotate',
  'flipHorizontal',
  'flipVertical',
  'grayscale',
  'format',
  'quality',
  'fit',
].map((key) => customPath(key));

/** Transform picture: its steps, in the order in which they are done. */
export function ImageTransformForm() {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  return (
    <>
      <div className={classes.pair}>
        <NumberField name="maxWidth" path={customPath('maxWidth')} min={1} max={16_383} step={160} />
        <NumberField name="maxHeight" path={customPath('maxHeight')} min={1} max={16_383} step={160} />
      </div>
      <DatasetField name="pictureDataset" path={customPath('datasetId')} usual={t('usual.ownDataset')} />
      <More of={ADVANCED}>
        <ChoiceField
          name="fit"
          path={customPath('fit')}
          choices={['inside', 'cover', 'fill']}
          usual="inside"
        />
        <SwitchField name="crop" path={customPath('crop')} on={CROP} />
        {settings.read(customPath('crop')) == null ? null : (
          <>
            <div className={classes.pair}>
              <NumberField name="cropLeft" path={customPath('crop', 'left')} min={0} />
              <NumberField name="cropTop" path={customPath('crop', 'top')} min={0} />
            </div>
            <div className={classes.pair}>
              <NumberField name="cropWidth" path={customPath('crop', 'width')} min={1} />
              <NumberField name="cropHeight" path={customPath('crop', 'height')} min={1} />
            </div>
          </>
        )}
        <ChoiceField name="rotate" path={customPath('rotate')} choices={[0, 90, 180, 270]} usual={0} />
        <SwitchField name="flipHorizontal" path={customPath('flipHorizontal')} />
        <SwitchField name="flipVertical" path={customPath('flipVertical')} />
        <SwitchField name="grayscale" path={customPath('grayscale')} />
        <ChoiceField
          name="pictureFormat"
          path={customPath('format')}
          choices={['jpeg', 'png', 'webp']}
          empty={t('usual.ownFormat')}
        />
        <NumberField
          name="quality"
          path={customPath('quality')}
          usual={t('usual.quality')}
          min={1}
          max={100}
        />
      </More>
    </>
  );
}
