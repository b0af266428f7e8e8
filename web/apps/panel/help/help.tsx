// Where the customer stands and what may help him: fetched once the connection stands, so that the panel
// starts without it. Like the cards it gets everything from its caller and imports, Preact apart, nothing
// that the first load uses.
export { Above } from './above';
export { Auto } from './auto';
export { Banner } from './banner';

/** The styles are a file of their own: the policy allows no others. */
export const styled = new Promise<void>(done => {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.onload = link.onerror = () => done();
  link.href = HELP_CSS_URL;
  document.head.append(link);
});
