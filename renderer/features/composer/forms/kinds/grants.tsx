import { Checkbox, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SettingPath } from '#core/pipeline/edit/node-settings.ts';
import { textsOf } from '../fields/values.ts';
import { useWords } from '../fields/words.ts';
import { useSettings } from '../settings.tsx';

const GRANTS = ['network', 'files'] as const;

/** What code may reach beyond its item; nothing, unless it is said here. */
export function Grants(props: { readonly path: SettingPath }) {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  const granted = textsOf(settings.read(props.path));
  return (
    <Checkbox.Group
      {...useWords('grants')}
      value={[...granted]}
      error={settings.error(props.path)}
      onChange={(next) => {
        settings.write(props.path, next.length > 0 ? next : undefined);
        settings.endStep();
      }}
    >
      <Stack gap={6} mt={6}>
        {GRANTS.map((grant) => (
          <Checkbox key={grant} size="xs" value={grant} label={t(`grant.${grant}`)} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
