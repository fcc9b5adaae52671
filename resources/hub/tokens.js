/** Tokens, those that were made and those that log-ins have. */
import { confirm, showOnce } from './ask.js';
import { call, whoAmI } from './client.js';
import { button, card, el, field, form, select, table } from './dom.js';
import { roleChoices } from './people.js';
import { ago, dateAndTime, t } from './words.js';

const DAYS = [7, 30, 90, 365];
const DAY_SECONDS = 86_400;

/** @param {() => Promise<void>} again shows the section anew */
export async function tokens(again) {
  const all = await call('api.tokens');
  return [
    card(
      t('tokens.make'),
      el('p', { class: 'hint' }, t('tokens.makeHint')),
      form(
        t('tokens.submit'),
        async ({ email = '', role, days }) => {
          const made = await call('api.createToken', { email, role, seconds: Number(days) * DAY_SECONDS });
          await showOnce(t('tokens.madeFor', { email }), made.token, t('tokens.once'));
          await again();
        },
        field(t('tokens.email'), el('input', { name: 'email', required: true, maxlength: 200 })),
        field(t('tokens.role'), select('role', roleChoices(), 'developer')),
        field(
          t('tokens.expires'),
          select(
            'days',
            DAYS.map((days) => [String(days), t('tokens.days', { count: days })]),
            '90',
          ),
        ),
      ),
    ),
    card(
      t('tokens.list'),
      table(
        t('tokens.list'),
        [
          t('tokens.email'),
          t('tokens.role'),
          t('tokens.kind'),
          t('tokens.until'),
          t('tokens.seen'),
          t('people.actions'),
        ],
        all.toReversed().map((/** @type {any} */ token) => row(token, again)),
        t('none'),
      ),
    ),
  ];
}

/**
 * @param {any} token
 * @param {() => Promise<void>} again
 * @returns {readonly import('./dom.js').Content[]}
 */
function row({ id, email, role, isLogin, expiresAt, seen }, again) {
  return [
    email,
    t(`role.${role}`),
    t(isLogin ? 'tokens.login' : 'tokens.made'),
    dateAndTime(expiresAt),
    seen ? `${ago(seen.at)}, ${seen.from}` : t('never'),
    id !== whoAmI().tokenId &&
      button(
        t('tokens.revoke'),
        async () => {
          if (!(await confirm(t('tokens.askRevoke', { email }), t('tokens.revoke')))) return;
          await call('api.revokeToken', { id });
          await again();
        },
        { 'aria-label': t('tokens.revokeOf', { email }) },
      ),
  ];
}
