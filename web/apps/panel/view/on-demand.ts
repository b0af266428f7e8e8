// What the panel fetches when somebody asks for it, or when it stands and there is time.
import { signal } from '@preact/signals';

/** The part, once it is there, and the wish for it. A fetch that failed is tried again with the next wish. */
function fetched<Part extends { styled: Promise<void> }>(load: () => Promise<Part>) {
  const part = signal<Part | null>(null);
  const wish = () => {
    if (part.peek()) return;
    load().then(
      async view => {
        await view.styled;
        part.value = view;
      },
      () => {},
    );
  };
  return [part, wish] as const;
}

export const [More, fetchMore] = fetched(() => import('./more'));
/** What draws the chain's answers. */
export const [Cards, fetchCards] = fetched(() => import('./cards'));
/** The queue, suggestions, ratings, incidents. */
export const [Help, fetchHelp] = fetched(() => import('../help/help'));

/** What lies over the panel. */
export const sheet = signal<'verify' | 'doors' | null>(null);

export function show(which: 'verify' | 'doors'): void {
  sheet.value = which;
  fetchMore();
}
export const showDoors = () => show('doors');
