// Before the first paint: what works with the script alone is shown from the start. Without the
// script itself, which comes later, the page goes back to what works without.
document.documentElement.classList.add('scripted');
document.addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLScriptElement) document.documentElement.classList.remove('scripted');
  },
  { capture: true },
);
