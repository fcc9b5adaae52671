/** Elements, made of plain values: text is only ever text, whoever wrote it. */

/** @typedef {Node | string | number | null | false | undefined | readonly Content[]} Content */

/**
 * @param {string} tag
 * @param {Readonly<Record<string, unknown>>} attributes `onclick` and its like are listeners; false and null are left out
 * @param {readonly Content[]} content
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...content) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function')
      made.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (value === true) made.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...nodesOf(content));
  return made;
}

/**
 * @param {Content} content
 * @returns {(Node | string)[]}
 */
function nodesOf(content) {
  if (content === null || content === undefined || content === false) return [];
  if (Array.isArray(content)) return content.flatMap(nodesOf);
  return [content instanceof Node ? content : String(content)];
}

/**
 * @param {string} name what it lists
 * @param {readonly string[]} headings those that begin with `#` are of numbers
 * @param {readonly (readonly Content[])[]} rows
 * @param {string} empty what stands there when there are none
 */
export function table(name, headings, rows, empty) {
  if (rows.length === 0) return el('p', { class: 'empty' }, empty);
  const isNumber = headings.map((heading) => heading.startsWith('#'));
  const cell = (/** @type {Content} */ content, /** @type {number} */ at) =>
    el('td', { class: isNumber[at] ? 'number' : null }, content);
  const heading = (/** @type {string} */ text, /** @type {number} */ at) =>
    el('th', { scope: 'col', class: isNumber[at] ? 'number' : null }, text.replace(/^#/, ''));
  return el(
    'div',
    // Wider than the window it is scrolled by itself, by keys as well.
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': name },
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, headings.map(heading))),
      el(
        'tbody',
        {},
        rows.map((row) => el('tr', {}, row.map(cell))),
      ),
    ),
  );
}

/**
 * @param {string} title
 * @param {readonly Content[]} content
 */
export function card(title, ...content) {
  return el('section', { class: 'card' }, el('h2', {}, title), ...content);
}

/**
 * A control with its label.
 * @param {string} label
 * @param {HTMLElement} control
 */
export function field(label, control) {
  return el('label', { class: 'field' }, el('span', {}, label), control);
}

/**
 * @param {string} name
 * @param {readonly (readonly [value: string, text: string])[]} choices
 * @param {string} chosen
 * @param {Readonly<Record<string, unknown>>} [more]
 */
export function select(name, choices, chosen, more = {}) {
  const options = choices.map(([value, text]) => el('option', { value, selected: value === chosen }, text));
  return el('select', { name, ...more }, options);
}

/**
 * A button that cannot be pressed again while what it does goes on.
 * @param {string} text
 * @param {() => unknown} work
 * @param {Readonly<Record<string, unknown>>} [more]
 */
export function button(text, work, more = {}) {
  const made = el('button', { type: 'button', ...more, onclick: () => busy(made, work) }, text);
  return made;
}

/**
 * @param {HTMLElement} control
 * @param {() => unknown} work
 */
async function busy(control, work) {
  control.setAttribute('disabled', '');
  try {
    await work();
  } finally {
    control.removeAttribute('disabled');
  }
}

/**
 * A form of which nothing is sent by the browser itself.
 * @param {string} submit
 * @param {(values: Readonly<Record<string, string>>, form: HTMLFormElement) => unknown} work
 * @param {readonly Content[]} content
 * @returns {HTMLFormElement}
 */
export function form(submit, work, ...content) {
  const send = el('button', { type: 'submit', class: 'main' }, submit);
  const made = /** @type {HTMLFormElement} */ (
    el(
      'form',
      {
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          const values = Object.fromEntries(
            [...new FormData(made)].map(([name, value]) => [name, String(value)]),
          );
          void busy(send, () => work(values, made));
        },
      },
      ...content,
      send,
    )
  );
  return made;
}
