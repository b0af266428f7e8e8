import { signal } from '@preact/signals';

/** Whether the newest message of the open conversation is in sight. */
export const atEnd = signal(true);
