import { carry } from '../carry.ts';
import { byId } from '../mount.ts';

/** How long a person may pause while typing before the case is answered. */
const PAUSE = 250;

/** The case is answered while it is entered; without this script, when the form is sent. */
export function startCase(): void {
  const form = document.querySelector<HTMLFormElement>('form.case');
  if (form === null) return;
  followMissing(form);
  answerWhileTyping(form);
  showWay();
  showNews();
  // An address with a place in it takes the focus away again; without a script it is what leads there.
  form.action = form.action.replace(/#.*$/, '');
  const news = document.querySelector<HTMLElement>('[data-stage="sent"] > [tabindex="-1"]');
  news?.focus({ preventScroll: true });
  news?.scrollIntoView({ block: 'start' });
}

/** Ticking "missing" takes its field out of play. */
function followMissing(form: HTMLFormElement): void {
  for (const box of form.querySelectorAll<HTMLInputElement>('input[data-missing]')) {
    const field = document.getElementById(box.dataset['missing'] ?? '');
    const follow = (): void => {
      field?.toggleAttribute('disabled', box.checked);
    };
    box.addEventListener('change', follow);
    follow();
  }
}

/** The case ends at the right of its drawing. */
function showWay(): void {
  const drawing = document.querySelector('.lit-tree .tree-box');
  drawing?.scrollTo({ left: drawing.scrollWidth });
}

function answerWhileTyping(form: HTMLFormElement): void {
  let timer = 0;
  let asking = new XMLHttpRequest();
  let touched = false;
  const ask = (): void => {
    asking.abort();
    asking = askPage('POST', form.action, showAnswer, liveFields(form));
  };
  // Boxes beside the answer belong to the form without standing in it.
  byId('main').addEventListener('input', ({ target }) => {
    if ((target as HTMLInputElement).form !== form) return;
    touched = true;
    clearTimeout(timer);
    timer = window.setTimeout(ask, PAUSE);
  });
  // What was typed stands nowhere else: clearing the selection leaves it where it is.
  byId('main').addEventListener('click', (event) => {
    const clear = (event.target as Element).closest<HTMLAnchorElement>('.selection-clear');
    if (clear === null || !touched) return;
    event.preventDefault();
    clearTimeout(timer);
    selectNothing(form);
    ask();
    askPage('GET', clear.href, (page) => takeOver(page, ['.samples']));
  });
}

/** At once, whatever answers are still on their way. */
function selectNothing(form: HTMLFormElement): void {
  history.replaceState(null, '', location.pathname);
  form.querySelector('input[name="node"]')?.remove();
  carry(null);
  byId('selection').hidden = true;
  byId('main').focus({ preventScroll: true });
}

function liveFields(form: HTMLFormElement): URLSearchParams {
  const fields = new URLSearchParams({ live: '1' });
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string') fields.set(name, value);
  }
  return fields;
}

/**
 * Asks for a page and hands it on. It is read as a document, in which nothing runs: one rendering of a
 * case, the server's, with and without a script.
 */
function askPage(
  method: 'GET' | 'POST',
  address: string,
  use: (page: Document) => void,
  fields: URLSearchParams | null = null,
): XMLHttpRequest {
  const request = new XMLHttpRequest();
  request.open(method, address);
  request.responseType = 'document';
  request.addEventListener('load', () => {
    if (request.status === 200 && request.responseXML !== null) use(request.responseXML);
  });
  request.send(fields);
  return request;
}

function showAnswer(page: Document): void {
  if (page.getElementById('answer') === null) return;
  const focused = document.activeElement?.id ?? '';
  // Rows that come to what was selected are offered until the case has a path of its own.
  const answered = page.getElementById('result') !== null;
  takeOver(page, answered ? ['#answer', '.samples'] : ['#answer']);
  showSelected(page);
  if (focused !== '') document.getElementById(focused)?.focus({ preventScroll: true });
  showWay();
  showNews();
}

/** The path of the case, or what was selected before: a bar that is not there does not push the form down. */
function showSelected(page: Document): void {
  takeOver(page, ['.tabs', ...(byId('selection').hidden ? [] : ['#selection'])]);
  const node = page.querySelector('form.case input[name="node"]');
  document.querySelector('form.case input[name="node"]')?.remove();
  if (node !== null) document.querySelector('form.case')?.prepend(document.adoptNode(node));
}

/** Parts of another rendering of this page in place of its own. */
function takeOver(page: Document, parts: readonly string[]): void {
  for (const part of parts) {
    const other = page.querySelector(part);
    if (other !== null) document.querySelector(part)?.replaceWith(document.adoptNode(other));
  }
}

/** The answer in short: for those who hear the page, and on a phone, where it stands below the form. */
function showNews(): void {
  const answer = byId('answer');
  const said = answer.dataset['stage'] === 'start' ? null : answer.querySelector('p');
  const verdict = (document.getElementById('result-title') ?? said)?.cloneNode(true) as Element;
  for (const mark of verdict?.querySelectorAll('svg') ?? []) mark.remove();
  byId('case-news').textContent = verdict?.textContent.replace(/\s+/g, ' ').trim() ?? '';
}
