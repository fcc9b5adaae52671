import { ActionIcon, Button, ColorInput, Group, Input, Kbd, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { SAFE_PALETTE } from '#core/model/recipe.ts';
import { addDraft, type LabelDraft, repeatedNames } from './drafts.ts';

/** Labels with their colours and number keys, one a line. */
export function LabelsEditor(props: {
  readonly drafts: readonly LabelDraft[];
  readonly onChange: (drafts: readonly LabelDraft[]) => void;
}) {
  const { t } = useTranslation('ui');
  const { drafts, onChange } = props;
  const repeated = repeatedNames(drafts);
  const change = (key: number, part: Partial<LabelDraft>) =>
    onChange(drafts.map((draft) => (draft.key === key ? { ...draft, ...part } : draft)));
  return (
    <Input.Wrapper label={t('labels.title')} description={t('labels.text')} size="xs" labelElement="div">
      <Stack gap={6} mt={6}>
        {drafts.map((draft, index) => (
          <Group key={draft.key} gap="xs" wrap="nowrap" align="flex-start">
            <Kbd size="xs" mt={5} w={22} ta="center" style={{ visibility: index < 9 ? 'visible' : 'hidden' }}>
              {index + 1}
            </Kbd>
            <ColorInput
              size="xs"
              w={110}
              aria-label={t('labels.color', { name: draft.name })}
              value={draft.color}
              withEyeDropper={false}
              swatches={[...SAFE_PALETTE]}
              swatchesPerRow={7}
              onChange={(color) => change(draft.key, { color })}
            />
            <TextInput
              flex={1}
              aria-label={t('labels.name', { number: index + 1 })}
              placeholder={t('labels.placeholder')}
              value={draft.name}
              error={repeated.has(draft.name.trim()) ? t('labels.repeated') : undefined}
              onChange={(event) => change(draft.key, { name: event.currentTarget.value })}
            />
            <ActionIcon
              aria-label={t('labels.remove', { name: draft.name })}
              title={t('labels.remove', { name: draft.name })}
              onClick={() => onChange(drafts.filter((one) => one.key !== draft.key))}
            >
              <IconTrash size={15} />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            disabled={drafts.length >= 100}
            onClick={() => onChange(addDraft(drafts))}
          >
            {t('labels.add')}
          </Button>
        </Group>
      </Stack>
    </Input.Wrapper>
  );
}
