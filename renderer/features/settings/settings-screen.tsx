import { useTranslation } from 'react-i18next';
import { useCall } from '#renderer/client/hooks.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { Screen } from '#renderer/ui/screen.tsx';
import { useWorkspace } from '#renderer/ui/workspace.ts';
import { AboutCard } from './about-card.tsx';
import { ApiCard } from './api-card.tsx';
import { BackupCard } from './backup-card.tsx';
import { CheckCard } from './check-card.tsx';
import { DiagnosticsCard } from './diagnostics-card.tsx';
import { DiskCard } from './disk-card.tsx';
import { KeysCard } from './keys/keys-card.tsx';
import { LookCard } from './look-card.tsx';
import { PersonCard } from './person-card.tsx';
import classes from './settings.module.css';
import { StorageCard } from './storage-card.tsx';
import { ToolsCard } from './tools-card.tsx';

/** The part of the settings that belongs to the open workspace. */
function WorkspaceSettings() {
  const settings = useCall('settings.get', {});
  return (
    <QueryGate query={settings}>
      {(data) => (
        <>
          <PersonCard key={data.person} settings={data} />
          <StorageCard settings={data} />
          <DiskCard key={data.diskFloor} settings={data} />
          <ApiCard key={`${data.apiEnabled} ${data.apiPort}`} settings={data} />
          <BackupCard />
          <CheckCard />
          <ToolsCard key={`${data.ffmpegPath} ${data.ffprobePath}`} settings={data} />
        </>
      )}
    </QueryGate>
  );
}

/** Who works here, how it looks, which tools it uses, and what is found on this computer. */
export function SettingsScreen() {
  const { t } = useTranslation('settings');
  const { workspace } = useWorkspace();
  return (
    <Screen title={t('title')}>
      <div className={classes.page}>
        <LookCard />
        <KeysCard />
        {workspace ? <WorkspaceSettings /> : null}
        <DiagnosticsCard />
        <AboutCard />
      </div>
    </Screen>
  );
}
