/**
 * Decides in the browser, with the file that Espalier wrote and nothing else: no bundler, no server
 * behind it, no request. What is in the row never leaves the page.
 */
import { classes, explain, meta, outOfRange, parse, predict, schema, score } from './predict.js';

/** @typedef {import('./predict.js').Features} Features */

const form = /** @type {HTMLFormElement} */ (document.getElementById('row'));
const decision = /** @type {HTMLElement} */ (document.getElementById('decision'));
const reasons = /** @type {HTMLElement} */ (document.getElementById('reasons'));

/**
 * An element with text or other elements in it; nothing is ever read as HTML.
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {...(string | Node)} children
 */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * A labelled field for one feature; left empty, the value is missing.
 * @param {(typeof schema)[number]} info
 * @param {number} i
 */
function field({ name, kind, low, high, categories }, i) {
  const id = `feature-${i}`;
  const hint = kind === 'number' ? `${low} to ${high}` : `one of ${categories.length}`;
  const control =
    kind === 'number'
      ? element('input', { id, inputmode: 'decimal', 'aria-describedby': `${id}-hint` })
      : element(
          'select',
          { id, 'aria-describedby': `${id}-hint` },
          element('option', { value: '' }, 'not known'),
          ...categories.map((category, place) =>
            element('option', { value: String(place) }, category),
          ),
        );
  return element(
    'div',
    { class: 'field' },
    element('label', { for: id }, name),
    control,
    element('span', { id: `${id}-hint`, class: 'hint' }, hint),
  );
}

/** The row as it stands in the form; a text that is no number stays one, for `parse` to refuse. */
function currentRow() {
  const entries = schema.map(({ name, kind, categories }, i) => {
    const { value } = /** @type {HTMLInputElement} */ (document.getElementById(`feature-${i}`));
    const text = value.trim();
    if (text === '') return [name, null];
    if (kind === 'category') return [name, categories[Number(text)]];
    return [name, Number.isNaN(Number(text)) ? text : Number(text)];
  });
  return Object.fromEntries(entries);
}

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(0)} %`;

/** @param {readonly { feature: string | null, problem: string }[]} problems */
function problemList(problems) {
  const items = problems.map(({ feature, problem }) =>
    element('li', {}, `${feature ?? 'The row'} ${problem}`),
  );
  return element('ul', { class: 'problems' }, ...items);
}

/** @param {Features} row */
function reasonsFor(row) {
  const path = explain(row);
  const chances = score(row).flatMap((share, k) => [
    element('dt', {}, classes[k]),
    element(
      'dd',
      {},
      element('meter', { value: String(share), 'aria-label': classes[k] }),
      ` ${percent(share)}`,
    ),
  ]);
  const strange = outOfRange(row);
  return [
    element('dl', {}, ...chances),
    element('h2', {}, 'Because'),
    element('ul', {}, ...path.conditions.map((words) => element('li', {}, words))),
    element('p', { class: 'hint' }, evidenceOf(path)),
    ...(strange.length === 0
      ? []
      : [element('h2', {}, 'Beyond what training has shown'), problemList(strange)]),
  ];
}

/** @param {ReturnType<typeof explain>} path */
function evidenceOf({ rows, fidelity }) {
  const agrees = fidelity.value === null ? '' : `; on ${percent(fidelity.value)} the tree agrees`;
  return `${rows} rows kept from training took this path${agrees} with the forest it learned from.`;
}

function update() {
  const parsed = parse(currentRow());
  for (const [i, { name }] of schema.entries()) {
    const isWrong = !parsed.ok && parsed.problems.some(({ feature }) => feature === name);
    document.getElementById(`feature-${i}`)?.setAttribute('aria-invalid', String(isWrong));
  }
  if (parsed.ok) {
    decision.replaceChildren(`${meta.target}: `, element('strong', {}, predict(parsed.features)));
    reasons.replaceChildren(...reasonsFor(parsed.features));
  } else {
    decision.replaceChildren('No decision');
    reasons.replaceChildren(problemList(parsed.problems));
  }
}

document
  .getElementById('about')
  ?.append(
    `A tree decides ${meta.target} by at most ${meta.depth} questions, and reads at most ` +
      `${meta.reads.most} of the ${meta.reads.features} features. What is not known may stay empty.`,
  );
document
  .getElementById('origin')
  ?.append(
    `Espalier ${meta.version}, model ${meta.modelHash.slice(0, 12)}. Teacher: ${meta.teacher}.`,
  );
form.append(...schema.map(field));
form.addEventListener('input', update);
form.addEventListener('submit', (event) => event.preventDefault());
update();
