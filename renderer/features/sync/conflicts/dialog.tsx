import { ActionIcon, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallInput } from '#contract/index.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { mediaUrl } from '#renderer/client/media.ts';
import { SkeletonRows } from '#renderer/ui/query-gate.tsx';
import { ItemLink } from '../item-link.tsx';
import classes from './dialog.module.css';
import { FieldChoices } from './field-choices.tsx';
import { SidePanes } from './side-panes.tsx';
import type { Case } from './sides.ts';
import { type Choice, useDecide } from './use-decide.ts';

/** One thing after the other about which two people differ, on the picture, until all are decided. */
export function ConflictDialog(props: {
  readonly cases: readonly Case[];
  /** The key of the one to begin with; the first where none has it. */
  readonly first: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('sync');
  const { cases, first } = props;
  const [at, setAt] = useState(() => cases.findIndex(({ key }) => key === first));
  // What is decided leaves the list, and the next one is in its place.
  const place = Math.min(Math.max(0, at), cases.length - 1);
  const about = cases[place];
  return (
    <Modal
      opened
      onClose={props.onClose}
      size="min(1120px, 94vw)"
      title={about ? t(`case.title.${about.kind}`) : t('case.none')}
    >
      {about ? (
        <CaseView
          key={about.key}
          about={about}
          navigation={
            <Group gap={6}>
              <ActionIcon
                variant="default"
                aria-label={t('case.previous')}
                disabled={place === 0}
                onClick={() => setAt(place - 1)}
              >
                <IconChevronLeft size={16} aria-hidden />
              </ActionIcon>
              <Text size="sm" className={classes.place ?? ''}>
                {t('case.place', { at: place + 1, count: cases.length })}
              </Text>
              <ActionIcon
                variant="default"
                aria-label={t('case.next')}
                disabled={place === cases.length - 1}
                onClick={() => setAt(place + 1)}
              >
                <IconChevronRight size={16} aria-hidden />
              </ActionIcon>
            </Group>
          }
        />
      ) : (
        <Stack gap="md">
          <Text size="sm">{t('case.noneText')}</Text>
          <Group justify="flex-end">
            <Button onClick={props.onClose}>{t('case.close')}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function CaseView(props: { readonly about: Case; readonly navigation: React.ReactNode }) {
  const { t } = useTranslation('sync');
  const { about } = props;
  const { kind, entity, itemId, conflicts } = about;
  const isObject = kind === 'annotation';
  const annotationId = entity as CallInput<'annotations.get'>['annotationId'];
  const item = useCall('items.get', { itemId });
  const present = useCall('annotations.get', { annotationId }, { enabled: isObject });
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map());
  const decide = useDecide();
  const isKnown = !isObject || !present.isPending;
  const all = (choice: Choice) => conflicts.map((conflict) => ({ conflict, choice }));
  const chosen = conflicts.flatMap((conflict) => {
    const choice = choices.get(conflict.id);
    return choice === undefined ? [] : [{ conflict, choice }];
  });

  return (
    <Stack gap="md">
      <Group justify="space-between" wrap="nowrap">
        <ItemLink itemId={itemId} />
        {props.navigation}
      </Group>
      {item.data && isKnown ? (
        isObject ? (
          <SidePanes
            item={item.data}
            about={about}
            present={present.data ?? null}
            busy={decide.isPending}
            onChoose={(choice) => void decide.choose(all(choice))}
          />
        ) : (
          <img
            className={classes.whole}
            src={mediaUrl(itemId, 'preview')}
            alt={t('case.picture', { name: item.data.name })}
          />
        )
      ) : (
        <SkeletonRows />
      )}
      <FieldChoices
        conflicts={conflicts}
        choices={choices}
        onChoose={(conflict, choice) => setChoices(new Map(choices).set(conflict.id, choice))}
      />
      <Group justify="flex-end">
        <Button
          disabled={decide.isPending || chosen.length < conflicts.length}
          onClick={() => void decide.choose(chosen)}
        >
          {t('case.decide')}
        </Button>
      </Group>
    </Stack>
  );
}
