/** The hub's page for its owners: logging in, and the sections, of which one is shown at a time. */
import { messageOf } from './ask.js';
import { backups } from './backups.js';
import { enter, isLoggedIn, LoggedOut, logIn, logOut, whoAmI } from './client.js';
import { button, el, field, form } from './dom.js';
import { overview } from './overview.js';
import { people } from './people.js';
import { log, stations } from './stations.js';
import { tokens } from './tokens.js';
import { loadWords, t } from './words.js';

/** @type {Readonly<Record<string, (again: () => Promise<void>, say: (message: string) => void) => Promise<readonly import('./dom.js').Content[]>>>} */
const SECTIONS = { overview, people, tokens, stations, backups, log };

const place = el('main', { id: 'content', tabindex: '-1' });
const status = el('p', { class: 'status', role: 'status' });
/** Answers that come after the person has gone elsewhere are not shown. */
let shown = 0;

function section() {
  const name = location.hash.slice(1);
  return Object.hasOwn(SECTIONS, name) ? name : 'overview';
}

/** @param {string} message */
function say(message) {
  status.className = 'status';
  status.textContent = message;
}

/** @param {unknown} error */
function complain(error) {
  if (error instanceof LoggedOut) {
    showLogIn(`${t('logIn.ended')} ${error.message}`);
    return;
  }
  say(messageOf(error));
  status.className = 'status alert';
}

async function show() {
  if (!isLoggedIn()) {
    showLogIn('');
    return;
  }
  shown += 1;
  const mine = shown;
  say('');
  const wasInside = place.contains(document.activeElement);
  frame();
  try {
    const content = await SECTIONS[section()]?.(show, say);
    if (mine !== shown || !content) return;
    place.replaceChildren(
      el('div', { class: 'sections' }, el('h1', {}, t(`section.${section()}`)), ...content),
    );
    // Whoever works by keys goes on where they were, not at the top of the page.
    if (wasInside) place.focus();
  } catch (error) {
    if (mine === shown) complain(error);
  }
}

function frame() {
  document.title = `${t(`section.${section()}`)} · ${t('title')}`;
  const links = Object.keys(SECTIONS).map((name) =>
    el('a', { href: `#${name}`, 'aria-current': name === section() ? 'page' : null }, t(`section.${name}`)),
  );
  document.body.replaceChildren(
    el('a', { class: 'skip', href: '#content', onclick: skip }, t('skip')),
    el(
      'header',
      {},
      el('strong', {}, t('title')),
      el('nav', { 'aria-label': t('sections') }, links),
      el('span', { class: 'who' }, whoAmI().email),
      button(t('refresh'), show),
      button(t('logIn.out'), async () => {
        await logOut();
        showLogIn('');
      }),
    ),
    status,
    place,
  );
}

/** @param {Event} event */
function skip(event) {
  event.preventDefault();
  place.focus();
}

/** @param {string} message why it is asked for */
function showLogIn(message) {
  shown += 1;
  document.title = `${t('logIn.title')} · ${t('title')}`;
  place.replaceChildren();
  const alert = el('p', { class: 'alert', role: 'alert', hidden: message === '' }, message);
  const attempt = async (/** @type {() => Promise<void>} */ work) => {
    try {
      await work();
      await show();
    } catch (error) {
      alert.textContent = messageOf(error);
      alert.removeAttribute('hidden');
    }
  };
  document.body.replaceChildren(
    el(
      'main',
      { class: 'log-in card' },
      el('h1', {}, t('title')),
      el('p', { class: 'hint' }, t('logIn.text')),
      alert,
      form(
        t('logIn.submit'),
        ({ email = '', password = '' }) => attempt(() => logIn(email, password)),
        field(
          t('logIn.email'),
          el('input', {
            name: 'email',
            type: 'email',
            required: true,
            autocomplete: 'username',
            autofocus: true,
          }),
        ),
        field(
          t('logIn.password'),
          el('input', {
            name: 'password',
            type: 'password',
            required: true,
            autocomplete: 'current-password',
          }),
        ),
      ),
      el(
        'details',
        {},
        el('summary', {}, t('logIn.byToken')),
        form(
          t('logIn.submit'),
          ({ token = '' }) => attempt(() => enter(token.trim())),
          field(
            t('logIn.token'),
            el('input', { name: 'token', type: 'password', required: true, autocomplete: 'off' }),
          ),
        ),
      ),
    ),
  );
}

addEventListener('hashchange', () => void show());
// What a button does and cannot is told wherever the person is.
addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  complain(event.reason);
});

await loadWords();
await show();
