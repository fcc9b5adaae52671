/** What keeps in step with the hub, and the record of what its API was used for. */
import { call } from './client.js';
import { card, el, table } from './dom.js';
import { ago, amount, dateAndTime, t } from './words.js';

export async function stations() {
  const all = await call('users.workstations');
  return [
    card(
      t('stations.list'),
      el('p', { class: 'hint' }, t('stations.text')),
      table(
        t('stations.list'),
        [
          ...[t('stations.person'), t('stations.from'), t('stations.seen')],
          ...[`#${t('stations.received')}`, `#${t('stations.clashes')}`],
        ],
        all.map((/** @type {any} */ { email, from, at, received, clashes }) => [
          ...[email, from, el('span', { title: dateAndTime(at) }, ago(at))],
          ...[amount(received), amount(clashes)],
        ]),
        t('none'),
      ),
    ),
  ];
}

export async function log() {
  const lines = await call('api.audit', { limit: 200 });
  return [
    card(
      t('log.list'),
      el('p', { class: 'hint' }, t('log.text')),
      table(
        t('log.list'),
        [t('log.when'), t('log.who'), t('log.from'), t('log.what'), `#${t('log.outcome')}`],
        lines.map((/** @type {any} */ { at, who, from, what, status }) => [
          dateAndTime(at),
          who ?? t('log.stranger'),
          from,
          el('code', {}, what),
          el('span', { class: status >= 400 ? 'state disabled' : 'state active' }, status),
        ]),
        t('none'),
      ),
    ),
  ];
}
