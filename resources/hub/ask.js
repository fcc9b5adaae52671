/** Questions to the person, and what is shown once. */
import { button, el } from './dom.js';
import { t } from './words.js';

/**
 * @param {string} title
 * @param {readonly import('./dom.js').Content[]} content
 * @returns {{ dialog: HTMLDialogElement, ended: Promise<string> }}
 */
function open(title, ...content) {
  const dialog = /** @type {HTMLDialogElement} */ (
    el('dialog', { 'aria-labelledby': 'dialog-title' }, el('h2', { id: 'dialog-title' }, title), ...content)
  );
  document.body.append(dialog);
  dialog.showModal();
  const ended = new Promise((/** @type {(value: string) => void} */ resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
  return { dialog, ended };
}

/**
 * Whether the person wants it. Enter says no.
 * @param {string} text
 * @param {string} yes what the button says
 */
export async function confirm(text, yes) {
  const { ended } = open(
    yes,
    el('p', {}, text),
    el(
      'form',
      { method: 'dialog', class: 'buttons' },
      el('button', { value: '', autofocus: true }, t('cancel')),
      el('button', { value: 'yes', class: 'danger' }, yes),
    ),
  );
  return (await ended) === 'yes';
}

/**
 * Shows a secret that is not shown again.
 * @param {string} title
 * @param {string} secret
 * @param {string} text
 */
export async function showOnce(title, secret, text) {
  const shown = el('code', { class: 'secret', tabindex: '0' }, secret);
  const copy = button(t('copy'), async () => {
    await navigator.clipboard.writeText(secret);
    copy.textContent = t('copied');
  });
  const { ended } = open(
    title,
    el('p', {}, text),
    shown,
    el('form', { method: 'dialog', class: 'buttons' }, copy, el('button', { class: 'main' }, t('close'))),
  );
  await ended;
}

/** @param {unknown} error */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
