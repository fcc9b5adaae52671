/** Backups: the plan, those there are, and one now. */
import { call } from './client.js';
import { button, card, el, field, form, select, table } from './dom.js';
import { ago, ahead, amount, dateAndTime, t } from './words.js';

const HOUR_SECONDS = 3600;
const HOURS = [1, 6, 12, 24, 48, 168];

/**
 * @param {() => Promise<void>} again shows the section anew
 * @param {(message: string) => void} say
 */
export async function backups(again, say) {
  const { plan, isWorking, dueAt, failure, backups: all } = await call('backups.status');
  const hours = plan ? plan.every / HOUR_SECONDS : 24;
  const choices = [...new Set([...HOURS, hours])].toSorted((a, b) => a - b);
  const state = [
    plan === null && t('backups.off'),
    plan !== null && (isWorking ? t('working') : t('backups.due', { when: ahead(dueAt) })),
  ];
  return [
    failure &&
      el(
        'p',
        { class: 'alert', role: 'alert' },
        t('backups.failed', { when: ago(failure.at), message: failure.message }),
      ),
    card(
      t('backups.plan'),
      el('p', { class: 'hint' }, state),
      form(
        t('backups.save'),
        async ({ folder, every, keep }) => {
          const wanted = { folder, every: Number(every) * HOUR_SECONDS, keep: Number(keep) };
          await call('backups.setPlan', { plan: wanted });
          await again();
          say(t('backups.saved'));
        },
        field(
          t('backups.folder'),
          el('input', { name: 'folder', required: true, value: plan?.folder ?? '', class: 'wide' }),
        ),
        field(
          t('backups.every'),
          select(
            'every',
            choices.map((count) => [String(count), t('backups.hours', { count })]),
            String(hours),
          ),
        ),
        field(
          t('backups.keep'),
          el('input', {
            name: 'keep',
            type: 'number',
            min: 1,
            max: 1000,
            required: true,
            value: plan?.keep ?? 7,
          }),
        ),
        plan &&
          button(t('backups.stop'), async () => {
            await call('backups.setPlan', { plan: null });
            await again();
          }),
      ),
      el('p', { class: 'hint' }, t('backups.hint')),
    ),
    card(
      t('backups.list'),
      plan &&
        el(
          'div',
          { class: 'buttons' },
          button(
            t('backups.now'),
            async () => {
              say(t('working'));
              const { name } = await call('backups.make');
              await again();
              say(t('backups.made', { name }));
            },
            { class: 'main', disabled: isWorking },
          ),
          el('small', {}, t('backups.nowHint')),
        ),
      table(
        t('backups.list'),
        [t('backups.name'), t('backups.when'), `#${t('backups.items')}`, t('backups.whole')],
        all.map((/** @type {any} */ { name, madeAt, items, errors }) => [
          name,
          dateAndTime(madeAt),
          amount(items),
          errors === 0
            ? t('backups.yes')
            : el('span', { class: 'state disabled' }, t('backups.errors', { count: errors })),
        ]),
        t('none'),
      ),
    ),
  ];
}
