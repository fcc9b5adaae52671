import { Button, Group, NumberInput, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft, IconFolderSearch, IconMovie } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useMutate } from '#renderer/client/hooks.ts';
import { LinkButton } from '#renderer/ui/link-button.tsx';
import { useProjectChoice } from '#renderer/ui/project.ts';
import { routes } from '#renderer/ui/routes.ts';
import classes from './start.module.css';
import { WatchForm } from './watch-form.tsx';

function Choice(props: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}) {
  return (
    <section className={classes.choice} aria-label={props.title}>
      <span className={classes.sign}>{props.icon}</span>
      <Title order={2} fz={17}>
        {props.title}
      </Title>
      <Text c="dimmed">{props.text}</Text>
      <div className={classes.foot}>{props.children}</div>
    </section>
  );
}

function SampleChoice() {
  const { t } = useTranslation('home');
  const [, navigate] = useLocation();
  const [frames, setFrames] = useState(60);
  const create = useMutate('projects.createSample');

  async function make() {
    const made = await create.mutateAsync({ frames }).catch(() => null);
    if (!made) return;
    useProjectChoice.getState().choose(made.project.id);
    navigate(routes.home());
  }

  return (
    <Choice icon={<IconMovie size={26} stroke={1.5} />} title={t('sample.title')} text={t('sample.text')}>
      <Group align="flex-end" justify="space-between">
        <NumberInput
          label={t('sample.frames')}
          w={130}
          min={1}
          max={100_000}
          value={frames}
          onChange={(value) => setFrames(Number(value) || 60)}
        />
        <Button size="sm" loading={create.isPending} onClick={() => void make()}>
          {t('sample.create')}
        </Button>
      </Group>
    </Choice>
  );
}

/** The choices for a project in a workspace: a sample, or a watched folder. */
export function Start(props: { /** There is a project to go back to. */ readonly canLeave: boolean }) {
  const { t } = useTranslation('home');
  const [asking, setAsking] = useState(false);
  return (
    <div className={classes.page}>
      <Stack gap="lg" w="min(860px, 100%)">
        <div>
          {props.canLeave ? (
            <LinkButton
              to={routes.home()}
              variant="subtle"
              color="gray"
              ml={-10}
              leftSection={<IconArrowLeft size={15} aria-hidden />}
            >
              {t('start.back')}
            </LinkButton>
          ) : null}
          <Title order={1} fz={22}>
            {t('start.title')}
          </Title>
          <Text c="dimmed">{t('start.text')}</Text>
        </div>
        <div className={classes.choices}>
          <Choice
            icon={<IconFolderSearch size={26} stroke={1.5} />}
            title={t('watch.title')}
            text={t('watch.text')}
          >
            <Group justify="flex-end">
              <Button size="sm" onClick={() => setAsking(true)}>
                {t('watch.start')}
              </Button>
            </Group>
          </Choice>
          <SampleChoice />
        </div>
      </Stack>
      {asking ? <WatchForm onClose={() => setAsking(false)} /> : null}
    </div>
  );
}
