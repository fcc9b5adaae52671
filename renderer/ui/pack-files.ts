/** Files in which items, work and its outcome travel: chosen or dropped, they are taken for what they are. */
import { useTranslation } from 'react-i18next';
import { useMutate } from '#renderer/client/hooks.ts';
import { formatCount } from './format.ts';
import { notifyDone, notifyInfo } from './notify.ts';
import { useRefresh } from './use-refresh.ts';

const PACK = '.sluicepack';
const OUTCOME = `.outcome${PACK}`;
const RETURN = `.return${PACK}`;

/** Whether a file is one of these, by its name. */
export function isPackFile(path: string): boolean {
  return path.endsWith(PACK);
}

export function usePackFiles() {
  const { t } = useTranslation('sync');
  const open = useMutate('packs.open');
  const settle = useMutate('packs.takeOutcome');
  const receive = useMutate('packs.receive');
  const refresh = useRefresh();

  async function openPack(path: string): Promise<void> {
    const done = await open.mutateAsync({ path }).catch(() => null);
    if (!done) return;
    const count = { count: done.items, shown: formatCount(done.items) };
    notifyInfo(t('packs.opened', count), t('packs.compare', { key: done.pack.fingerprint }));
  }

  async function takeOutcome(path: string): Promise<void> {
    const done = await settle.mutateAsync({ path }).catch(() => null);
    if (done) notifyDone(t('packs.settled', { count: done.settled, shown: formatCount(done.settled) }));
  }

  async function takeBack(path: string): Promise<void> {
    const outcomePath = `${path.slice(0, -(path.endsWith(RETURN) ? RETURN : PACK).length)}${OUTCOME}`;
    const done = await receive.mutateAsync({ path, outcomePath }).catch(() => null);
    if (!done) return;
    const facts = [
      t('packs.before', { count: done.before, shown: formatCount(done.before) }),
      t('packs.conflicts', { count: done.conflicts, shown: formatCount(done.conflicts) }),
      ...done.refused,
      t('packs.outcomeAt', { path: outcomePath }),
    ];
    const count = { count: done.changes, shown: formatCount(done.changes) };
    notifyInfo(t('packs.received', count), facts.join(' '));
  }

  async function openFile(path: string): Promise<void> {
    await (path.endsWith(OUTCOME) ? takeOutcome(path) : openPack(path));
    await Promise.all([refresh('packs.'), refresh('sync.')]);
  }

  async function receiveFile(path: string): Promise<void> {
    await takeBack(path);
    await refresh('packs.');
  }

  return {
    isOpening: open.isPending || settle.isPending,
    isReceiving: receive.isPending,
    /** A pack or an outcome; of anything else it is said what is wrong. */
    openFile,
    /** What was done with a pack. */
    receiveFile,
    /** Any of them, by its name. */
    take: (path: string) => (path.endsWith(RETURN) ? receiveFile(path) : openFile(path)),
  };
}
