// What the panel fetches when somebody asks for it.
import { signal } from '@preact/signals';

export const More = signal<typeof import('./more') | null>(null);

/** A fetch that failed is tried again with the next wish. */
export function fetchMore(): void {
  if (More.peek()) return;
  import('./more').then(
    async view => {
      await view.styled;
      More.value = view;
    },
    () => {},
  );
}
