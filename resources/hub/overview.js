/** How much there is, and how it stands. */
import { call, version } from './client.js';
import { button, card, el, table } from './dom.js';
import { ago, amount, size, t } from './words.js';

export async function overview() {
  const [workspace, number, users, projects, backups] = await Promise.all([
    call('workspaces.current'),
    version(),
    call('users.list'),
    call('projects.list'),
    call('backups.status'),
  ]);
  /** @param {string} name */
  const ofAll = async (name) => {
    const lists = projects.map(async (/** @type {any} */ project) => {
      const entries = await call(name, { projectId: project.id });
      return entries.map((/** @type {any} */ entry) => ({ ...entry, project: project.name }));
    });
    return (await Promise.all(lists)).flat();
  };
  const [datasets, tasks] = await Promise.all([ofAll('datasets.list'), ofAll('tasks.list')]);
  const sum = (/** @type {readonly number[]} */ values) => amount(values.reduce((all, one) => all + one, 0));
  const disabled = users.filter((/** @type {any} */ user) => user.isDisabled).length;
  const [last] = backups.backups;
  return [
    el(
      'dl',
      { class: 'facts' },
      fact(t('overview.workspace'), workspace?.name ?? '', workspace?.path),
      fact(t('overview.version'), number),
      fact(
        t('overview.people'),
        amount(users.length),
        disabled ? t('overview.peopleHint', { disabled }) : '',
      ),
      fact(t('overview.items'), sum(datasets.map((one) => one.itemCount))),
      fact(t('overview.waiting'), sum(tasks.map((one) => one.counts.open))),
      fact(t('overview.backup'), last ? ago(last.madeAt) : t('never'), last?.name),
    ),
    card(
      t('overview.datasets'),
      table(
        t('overview.datasets'),
        [t('overview.dataset'), t('overview.project'), `#${t('overview.items')}`],
        datasets.map((one) => [one.name, one.project, amount(one.itemCount)]),
        t('none'),
      ),
    ),
    card(
      t('overview.tasks'),
      table(
        t('overview.tasks'),
        [
          t('overview.task'),
          t('overview.project'),
          t('overview.state'),
          `#${t('overview.open')}`,
          `#${t('overview.total')}`,
        ],
        tasks.map((one) => [
          one.name,
          one.project,
          one.status,
          amount(one.counts.open),
          amount(one.counts.total),
        ]),
        t('none'),
      ),
    ),
    storage(),
  ];
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} [hint]
 */
function fact(name, value, hint) {
  return el('div', {}, el('dt', {}, name), el('dd', {}, value, hint ? el('small', {}, hint) : null));
}

function storage() {
  const place = el('div', {}, el('p', { class: 'hint' }, t('overview.measureHint')));
  const measure = button(t('overview.measure'), async () => {
    place.replaceChildren(el('p', { class: 'hint' }, t('working')));
    const { parts, reclaimable, free } = await call('storage.usage');
    const rows = parts
      .filter((/** @type {any} */ part) => part.files > 0)
      .map((/** @type {any} */ part) => [t(`part.${part.part}`), amount(part.files), size(part.bytes)]);
    rows.push([t('overview.reclaimable'), amount(reclaimable.files), size(reclaimable.bytes)]);
    rows.push([t('overview.free'), '', size(free)]);
    place.replaceChildren(
      table(
        t('overview.storage'),
        [t('overview.part'), `#${t('overview.files')}`, `#${t('overview.size')}`],
        rows,
        t('none'),
      ),
    );
  });
  return card(t('overview.storage'), place, measure);
}
