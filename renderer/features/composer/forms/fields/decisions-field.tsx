import { TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../settings.tsx';
import { withDecisions } from './decisions.ts';
import { useWords } from './words.ts';

/** What people can decide; connections wait for these words. */
export function DecisionsField() {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  const decisions = settings.node.outputs[0]?.actions ?? [];
  return (
    <TagsInput
      {...useWords('decisions')}
      value={decisions}
      error={decisions.length === 0 ? t('decisionsEmpty') : undefined}
      maxTags={50}
      onChange={(next) => {
        settings.change((node) => withDecisions(node, next));
        settings.endStep();
      }}
    />
  );
}
