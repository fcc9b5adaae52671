/** People with an account: adding, roles, passwords, shutting out. */
import { confirm, showOnce } from './ask.js';
import { call, whoAmI } from './client.js';
import { button, card, el, field, form, select, table } from './dom.js';
import { ago, amount, dateAndTime, t } from './words.js';

const ROLES = ['annotator', 'annotationManager', 'developer', 'owner'];

/** @returns {readonly (readonly [string, string])[]} */
export function roleChoices() {
  return ROLES.map((role) => [role, t(`role.${role}`)]);
}

/** @param {() => Promise<void>} again shows the section anew */
export async function people(again) {
  const users = await call('users.list');
  return [
    card(
      t('people.add'),
      form(
        t('people.submit'),
        async ({ email = '', role }) => {
          const password = madeUp();
          await call('users.add', { email, role, password });
          await showOnce(t('people.added', { email }), password, t('people.once'));
          await again();
        },
        field(
          t('people.email'),
          el('input', { name: 'email', type: 'email', required: true, maxlength: 200 }),
        ),
        field(t('people.role'), select('role', roleChoices(), 'annotator')),
      ),
    ),
    card(
      t('people.list'),
      table(
        t('people.list'),
        [
          ...[t('people.email'), t('people.role'), t('people.state'), t('people.seen')],
          ...[`#${t('people.logins')}`, `#${t('people.tokens')}`, t('people.actions')],
        ],
        users.map((/** @type {any} */ user) => row(user, again)),
        t('none'),
      ),
    ),
  ];
}

/**
 * @param {any} user
 * @param {() => Promise<void>} again
 * @returns {readonly import('./dom.js').Content[]}
 */
function row(user, again) {
  const { email, role, isDisabled, hasPassword, seen, tokens, logins } = user;
  const isMe = email.toLowerCase() === whoAmI().email.toLowerCase();
  const update = async (/** @type {object} */ change) => {
    await call('users.update', { email, ...change });
    await again();
  };
  const roles = select('role', roleChoices(), role, {
    'aria-label': t('people.roleOf', { email }),
    disabled: isMe,
    onchange: (/** @type {Event} */ event) =>
      update({ role: /** @type {HTMLSelectElement} */ (event.target).value }),
  });
  const state = isDisabled ? 'disabled' : hasPassword ? 'active' : 'tokensOnly';
  return [
    email,
    roles,
    el('span', { class: `state ${state}` }, t(`people.${state}`)),
    seen ? el('span', { title: `${dateAndTime(seen.at)}, ${seen.from}` }, ago(seen.at)) : t('never'),
    amount(logins),
    amount(tokens - logins),
    el(
      'div',
      { class: 'buttons' },
      button(t('people.password'), async () => {
        if (!(await confirm(t('people.askPassword', { email }), t('people.password')))) return;
        const password = madeUp();
        await call('users.update', { email, password });
        await showOnce(t('people.passwordOf', { email }), password, t('people.once'));
        await again();
      }),
      !isMe &&
        (isDisabled
          ? button(t('people.enable'), () => update({ isDisabled: false }))
          : button(t('people.disable'), async () => {
              if (await confirm(t('people.askDisable', { email }), t('people.disable')))
                await update({ isDisabled: true });
            })),
      !isMe &&
        button(t('people.end'), async () => {
          if (!(await confirm(t('people.askEnd', { email }), t('people.end')))) return;
          await call('users.revoke', { email });
          await again();
        }),
    ),
  ];
}

/** Twenty letters in groups, without those that look alike. */
function madeUp() {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  // Bytes from 248 on would make the first letters likelier.
  const draw = () => [...crypto.getRandomValues(new Uint8Array(64))].filter((byte) => byte < 248);
  const bytes = [...draw(), ...draw()].slice(0, 20);
  const text = bytes.map((byte) => letters[byte % letters.length]).join('');
  return text.replace(/.{5}(?=.)/g, '$&-');
}
