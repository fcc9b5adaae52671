import { Button, Group, Modal, Radio, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '#renderer/ui/format.ts';
import type { Question } from './question.ts';

type Choice = 'relabel' | 'keep' | 'delete';

/** For a rename "relabel" means that annotations follow; there is nothing to delete. */
function choicesOf({ what, choices }: Question): readonly Choice[] {
  if (what === 'rename' || what === 'rename-option') return ['relabel', 'keep'];
  if (what === 'attribute' || what === 'type') return ['keep', 'delete'];
  return choices.length > 0 ? ['relabel', 'keep', 'delete'] : ['keep', 'delete'];
}

/** Asks what becomes of annotations that a change is about. */
export function UseDialog(props: { readonly question: Question; readonly onClose: () => void }) {
  const { t } = useTranslation('recipes');
  const { question } = props;
  const { what, name, choices, count } = question;
  const offered = choicesOf(question);
  const [choice, setChoice] = useState<Choice>(offered[0] ?? 'keep');
  const [to, setTo] = useState<string | null>(null);
  const renames = what === 'rename' || what === 'rename-option';
  const target = renames ? (question.to ?? '') : to;
  const values = { name, to: question.to ?? '', count: formatCount(count) };

  const answer = () => {
    if (choice !== 'relabel') question.answer({ type: choice });
    else if (target) question.answer({ type: 'relabel', to: target });
    props.onClose();
  };

  return (
    <Modal opened onClose={props.onClose} title={t(`use.${what}.title`, values)} size="md">
      <Stack gap="md">
        <Text size="sm">{t('use.count', { count, shown: formatCount(count) })}</Text>
        <Radio.Group
          value={choice}
          onChange={(value) => {
            const found = offered.find((each) => each === value);
            if (found) setChoice(found);
          }}
        >
          <Stack gap="xs">
            {offered.map((each) => (
              <Radio key={each} value={each} label={t(`use.${what}.${each}`, values)} />
            ))}
          </Stack>
        </Radio.Group>
        {choice === 'relabel' && !renames ? (
          <Select
            searchable
            aria-label={t('use.instead')}
            placeholder={t('use.instead')}
            data={[...choices]}
            value={to}
            onChange={setTo}
          />
        ) : null}
        <Text size="xs" c="dimmed">
          {t('use.note')}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            {t('cancel')}
          </Button>
          <Button
            color={choice === 'delete' ? 'red' : 'water'}
            disabled={choice === 'relabel' && !target}
            onClick={answer}
          >
            {t(choice === 'delete' ? 'use.delete' : 'use.go')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
