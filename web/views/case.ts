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
  const ask = (): void => {
    asking.abort();
    asking = askPage(form, showAnswer);
  };
  // Boxes beside the answer belong to the form without standing in it.
  byId('main').addEventListener('input', ({ target }) => {
    if ((target as HTMLInputElement).form !== form) return;
    clearTimeout(timer);
    timer = window.setTimeout(ask, PAUSE);
  });
}

/**
 * Sends the form as it is and hands on the page that answers it. The page is read as a document, in
 * which nothing runs: one rendering of a case, the server's, with and without a script.
 */
function askPage(form: HTMLFormElement, use: (page: Document) => void): XMLHttpRequest {
  const fields = new URLSearchParams({ live: '1' });
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string') fields.set(name, value);
  }
  const request = new XMLHttpRequest();
  request.open('POST', form.action);
  request.responseType = 'document';
  request.addEventListener('load', () => {
    if (request.status === 200 && request.responseXML !== null) use(request.responseXML);
  });
  request.send(fields);
  return request;
}

function showAnswer(page: Document): void {
  const answer = page.getElementById('answer');
  if (answer === null) return;
  const focused = document.activeElement?.id ?? '';
  for (const part of ['#answer', '#selection', '.tabs']) {
    const own = page.querySelector(part);
    if (own !== null) document.querySelector(part)?.replaceWith(document.adoptNode(own));
  }
  if (focused !== '') document.getElementById(focused)?.focus({ preventScroll: true });
  showWay();
  showNews();
}

/** The answer in short: for those who hear the page, and on a phone, where it stands below the form. */
function showNews(): void {
  const answer = byId('answer');
  const said = answer.dataset['stage'] === 'start' ? null : answer.querySelector('p');
  const verdict = (document.getElementById('result-title') ?? said)?.cloneNode(true) as Element;
  for (const mark of verdict?.querySelectorAll('svg') ?? []) mark.remove();
  byId('case-news').textContent = verdict?.textContent.replace(/\s+/g, ' ').trim() ?? '';
}
