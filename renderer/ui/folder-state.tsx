import { useTranslation } from 'react-i18next';
import type { WatchedFolder } from '#core/model/watched-folder.ts';
import { StateDot, type WorkTone } from './state-dot.tsx';

const TONES = {
  scanning: 'running',
  watching: 'done',
  paused: 'queued',
  unavailable: 'waiting',
  error: 'failed',
} as const satisfies Record<WatchedFolder['state'], WorkTone>;

/** What a watched folder is doing. */
export function FolderState(props: { readonly folder: WatchedFolder }) {
  const { t } = useTranslation('ui');
  const { folder } = props;
  return (
    <span
      style={{ display: 'inline-flex', alignItems: 'center', gap: 6, whiteSpace: 'nowrap' }}
      title={folder.note ?? undefined}
    >
      <StateDot tone={TONES[folder.state]} pulsing={folder.state === 'scanning'} />
      {t(`folderState.${folder.state}`)}
    </span>
  );
}
