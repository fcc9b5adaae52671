import { Button, Group, NumberInput, Switch, Text } from '@mantine/core';
import { IconCopy, IconKey } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiStatus } from '#core/model/api.ts';
import type { Settings } from '#core/model/workspace.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { Card } from '#renderer/ui/card.tsx';
import { notifyDone } from '#renderer/ui/notify.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { StateDot, type WorkTone } from '#renderer/ui/state-dot.tsx';
import classes from './settings.module.css';
import { useSaveSettings } from './use-save-settings.ts';

const TONES = { on: 'done', off: 'waiting', failed: 'failed' } as const satisfies Record<
  ApiStatus['state'],
  WorkTone
>;

/** Whether programs may use the API, where they find it, and a token for them. */
export function ApiCard(props: { readonly settings: Settings }) {
  const { t } = useTranslation('settings');
  const { apiEnabled, apiPort } = props.settings;
  const [port, setPort] = useState<number | string>(apiPort);
  const status = useCall('api.status', {});
  const { save, busy } = useSaveSettings();
  const changed = typeof port === 'number' && port !== apiPort;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (changed) void save({ apiPort: port });
  }

  return (
    <Card title={t('api.title')}>
      <form className={classes.body} onSubmit={submit}>
        <Switch
          label={t('api.enable')}
          description={t('api.text')}
          checked={apiEnabled}
          disabled={busy}
          onChange={(event) => void save({ apiEnabled: event.currentTarget.checked })}
        />
        <Group align="flex-end" wrap="nowrap">
          <NumberInput
            flex={1}
            label={t('api.port')}
            description={t('api.portText')}
            value={port}
            min={0}
            max={65_535}
            allowDecimal={false}
            onChange={setPort}
          />
          <Button type="submit" h={30} disabled={!changed} loading={busy}>
            {t('save')}
          </Button>
        </Group>
        <QueryGate query={status}>
          {(found) => <ApiState status={found} person={props.settings.person} />}
        </QueryGate>
      </form>
    </Card>
  );
}

function ApiState(props: { readonly status: ApiStatus; readonly person: string }) {
  const { t } = useTranslation('settings');
  const { state, address, message } = props.status;
  const copyText = useMutate('app.copyText');
  const createToken = useMutate('api.createToken');

  async function copy(text: string, told: string) {
    if ((await copyText.mutateAsync({ text }).catch(() => undefined)) === null) notifyDone(told);
  }

  async function copyToken() {
    const made = await createToken.mutateAsync({ email: props.person, role: 'owner' }).catch(() => null);
    if (made) await copy(made.token, t('api.copied'));
  }

  return (
    <Group justify="space-between">
      <Group gap={6} wrap="nowrap">
        <StateDot tone={TONES[state]} />
        <Text size="sm" data-selectable>
          {[t(`api.${state}`), address ?? message].filter((part) => part !== null).join(': ')}
        </Text>
      </Group>
      {address === null ? null : (
        <Group gap={8}>
          <Button
            variant="default"
            leftSection={<IconCopy size={14} aria-hidden />}
            onClick={() => void copy(address, t('api.addressCopied'))}
          >
            {t('api.copyAddress')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconKey size={14} aria-hidden />}
            loading={createToken.isPending}
            onClick={() => void copyToken()}
          >
            {t('api.copyToken')}
          </Button>
        </Group>
      )}
    </Group>
  );
}
