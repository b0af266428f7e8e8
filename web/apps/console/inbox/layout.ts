import { signal } from '@preact/signals';

/** On a narrow screen the list of views is a drawer. */
export const drawerOpen = signal(false);
/** On a narrow screen the customer's panel lies over the conversation. */
export const panelOver = signal(false);
