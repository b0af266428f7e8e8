import { signal } from '@preact/signals';

/** On a narrow screen the list of views is a drawer. */
export const drawerOpen = signal(false);
/** On a narrow screen the customer's panel lies over the conversation. */
export const panelOver = signal(false);

const phone = matchMedia('(max-width: 760px)');
/** One column at a time. */
export const oneColumn = signal(phone.matches);
phone.addEventListener('change', () => {
  oneColumn.value = phone.matches;
});
