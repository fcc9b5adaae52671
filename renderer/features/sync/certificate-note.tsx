import { Button, Code, Group, Text } from '@mantine/core';
import { IconCertificate } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ShownCertificate } from '#core/model/sync.ts';
import { formatDateTime } from '#renderer/ui/format.ts';
import classes from './sync.module.css';

/** A certificate that nobody vouches for: a person compares its fingerprint, and trusts it or does not. */
export function CertificateNote(props: {
  readonly certificate: ShownCertificate;
  readonly busy: boolean;
  readonly onTrust: (fingerprint: string) => void;
}) {
  const { t } = useTranslation('sync');
  const { fingerprint, name, validFrom, validTo, ended } = props.certificate;
  return (
    <section className={classes.certificate} aria-label={t('certificate.title')}>
      <Group gap={6} wrap="nowrap">
        <IconCertificate size={16} aria-hidden />
        <Text size="sm" fw={600}>
          {t('certificate.named', { name })}
        </Text>
      </Group>
      <Code block data-selectable className={classes.fingerprint ?? ''}>
        {fingerprint}
      </Code>
      <Text size="sm" c="dimmed">
        {t('certificate.valid', { from: formatDateTime(validFrom), to: formatDateTime(validTo) })}
      </Text>
      <Text size="sm">{t(ended ? 'certificate.ended' : 'certificate.compare')}</Text>
      {ended ? null : (
        <Group justify="flex-end">
          <Button variant="default" loading={props.busy} onClick={() => props.onTrust(fingerprint)}>
            {t('certificate.trust')}
          </Button>
        </Group>
      )}
    </section>
  );
}
