import { Input, SegmentedControl, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { IngestMode } from '#core/model/watched-folder.ts';

/** Link or copy, with what each means. */
export function ModeChoice(props: {
  readonly value: IngestMode;
  readonly onChange: (value: IngestMode) => void;
}) {
  const { t } = useTranslation('ui');
  return (
    <Input.Wrapper label={t('mode.label')} size="xs" labelElement="div">
      <SegmentedControl
        fullWidth
        aria-label={t('mode.label')}
        value={props.value}
        onChange={(value) => props.onChange(value as IngestMode)}
        data={[
          { value: 'link', label: t('mode.link') },
          { value: 'copy', label: t('mode.copy') },
        ]}
      />
      <Text size="xs" c="dimmed" mt={4}>
        {t(`mode.${props.value}Text`)}
      </Text>
    </Input.Wrapper>
  );
}
