import { Button, Group, PasswordInput, SegmentedControl, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toWireError } from '#core/errors.ts';
import { shownCertificateSchema } from '#core/model/sync.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import { CertificateNote } from './certificate-note.tsx';
import classes from './sync.module.css';

/** Where a hub is, and who asks. An error is shown beside what caused it. */
export function ConnectForm(props: { readonly address?: string; readonly onDone?: () => void }) {
  const { t } = useTranslation('sync');
  const [way, setWay] = useState<'token' | 'password'>('token');
  const [address, setAddress] = useState(props.address ?? '');
  const [user, setUser] = useState('');
  const [secret, setSecret] = useState('');
  const connect = useMutate('sync.connect', { quiet: true });
  const refresh = useRefresh();
  const complete = address.trim() !== '' && secret.trim() !== '' && (way === 'token' || user.trim() !== '');

  const failure = connect.error ? toWireError(connect.error) : null;
  const shown = shownCertificateSchema.safeParse(failure?.details['certificate']).data ?? null;

  /** @param certificate of the hub, which the person trusts; null: one that the system trusts */
  async function submit(certificate: string | null) {
    if (!complete) return;
    const credentials = way === 'token' ? { token: secret } : { user, password: secret };
    const made = await connect.mutateAsync({ address, credentials, certificate }).catch(() => null);
    if (!made) return;
    setSecret('');
    await refresh('sync.');
    props.onDone?.();
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    void submit(null);
  }

  return (
    <form className={classes.form} onSubmit={onSubmit} aria-label={t('connect.title')}>
      <TextInput
        label={t('connect.address')}
        description={t('connect.addressText')}
        placeholder="https://hub.example:7411"
        value={address}
        readOnly={props.address !== undefined}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <SegmentedControl
        aria-label={t('connect.way')}
        value={way}
        onChange={(value) => setWay(value === 'password' ? 'password' : 'token')}
        data={[
          { value: 'token', label: t('connect.token') },
          { value: 'password', label: t('connect.password') },
        ]}
      />
      {way === 'password' ? (
        <TextInput
          label={t('connect.user')}
          value={user}
          autoComplete="off"
          onChange={(event) => setUser(event.currentTarget.value)}
        />
      ) : null}
      <PasswordInput
        label={t(way === 'token' ? 'connect.token' : 'connect.password')}
        description={t(way === 'token' ? 'connect.tokenText' : 'connect.secretText')}
        value={secret}
        autoComplete="off"
        onChange={(event) => setSecret(event.currentTarget.value)}
      />
      {failure ? (
        <Text size="sm" role="alert" className={classes.error} data-selectable>
          {failure.message}
        </Text>
      ) : null}
      {shown ? (
        <CertificateNote
          certificate={shown}
          busy={connect.isPending}
          onTrust={(fingerprint) => void submit(fingerprint)}
        />
      ) : null}
      <Group justify="flex-end">
        <Button type="submit" disabled={!complete} loading={connect.isPending}>
          {t('connect.do')}
        </Button>
      </Group>
    </form>
  );
}
