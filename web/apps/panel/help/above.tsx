// What stands between the log and the composer: suggestions while somebody types, and under them, where
// nothing pushes it about, the place in the queue.
import type { Around } from './around';
import { Hints } from './hints';
import { Place } from './place';

export interface AboveProps extends Around {
  /** Shows the other doors by which the conversation can go on, where there are any. */
  elsewhere?: () => void;
}

export function Above(props: AboveProps) {
  return (
    <div class="above">
      <Hints {...props} />
      <Place {...props} />
    </div>
  );
}
