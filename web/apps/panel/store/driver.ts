// Several tabs of one site share an outbox. One of them drives it: the holder of a Web Lock. The tab the
// customer writes in takes the lock over, because a tab in the background may be frozen while it holds
// it. Two drivers for a moment would do no harm (the client ids see to that), only waste.
const LOCK = 'keydesk-drive';

export class Driver {
  private held = false;
  private readonly channel: BroadcastChannel | undefined;

  constructor(
    private readonly inbox: string,
    private readonly heard: () => void,
    private readonly driving: () => void,
  ) {
    try {
      this.channel = new BroadcastChannel(`keydesk:${inbox}`);
      this.channel.onmessage = () => this.heard();
    } catch {
      // A frame without storage has no channel either; then it is alone.
    }
  }

  get drives(): boolean {
    return this.held;
  }

  /** Tells the other tabs that the outbox has changed. */
  tell(): void {
    this.channel?.postMessage('outbox');
  }

  take(steal = false): void {
    if (this.held) return;
    const locks = navigator.locks;
    if (!locks) {
      this.begin();
      return;
    }
    locks
      .request(`${LOCK}:${this.inbox}`, steal ? { steal: true } : {}, () => {
        this.begin();
        return new Promise<void>(() => {});
      })
      .catch((error: unknown) => {
        // Stolen by the tab in front: stand in the queue again. Denied altogether: drive alone.
        const stolen = error instanceof DOMException && error.name === 'AbortError';
        this.held = false;
        if (stolen) this.take();
        else this.begin();
      });
  }

  private begin(): void {
    this.held = true;
    this.driving();
  }
}
