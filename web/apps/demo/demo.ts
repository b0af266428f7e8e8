// The page's own buttons open the chat. Before the widget has loaded the call waits in its queue.
import './demo.css';

interface Queue {
  open?(): void;
  q?: [string][];
}

const page = window as unknown as { Keydesk?: Queue };
for (const button of document.querySelectorAll('[data-chat]')) {
  button.addEventListener('click', () => {
    if (page.Keydesk?.open) page.Keydesk.open();
    else page.Keydesk = { q: [['open']] };
  });
}
