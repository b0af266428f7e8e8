// Pieces of a secret that went out before its end was stopped on this device. The desk is told to take
// them out of what it keeps, again after every reconnection, until its `edit` says that it is done.
import type { ClientFrame, Piece } from '@keydesk/wire/frames';
import type { EarlierSpan } from '../guard';

/** One of the customer's own messages as the guard read it. */
export interface Own {
  body: string;
  /** Known once the desk has acknowledged it. */
  mid?: string;
  cmid?: string;
}

export class Takeouts {
  private open: (Piece & { cmid?: string })[] = [];

  constructor(private readonly send: (frame: ClientFrame) => boolean) {}

  add(own: readonly Own[], found: readonly EarlierSpan[]): void {
    own.forEach(({ body, mid = '', cmid }, index) => {
      const spans = found.filter(s => s.index === index);
      if (spans.length) this.open.push({ mid, cmid, size: [...body].length, spans });
    });
    this.flush();
  }

  acked(cmid: string, mid: string): void {
    for (const piece of this.open) if (piece.cmid === cmid) piece.mid = mid;
    this.flush();
  }

  done(mid: string): void {
    this.open = this.open.filter(p => p.mid !== mid);
  }

  flush(): void {
    const pieces = this.open.filter(p => p.mid).map(({ mid, size, spans }) => ({ mid, size, spans }));
    if (pieces.length) this.send({ t: 'redact', pieces });
  }
}
