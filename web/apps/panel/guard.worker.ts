// The guard off the main thread: what the customer types is judged here, on his device, and nowhere else.
import { type Guard, load, type Said } from '@keydesk/guard';

export interface Question {
  id: number;
  text: string;
  context: Said;
}

let guard: Promise<Guard> | undefined;

self.onmessage = async (event: MessageEvent<{ load: string; full: string; lists: string } | Question>) => {
  const message = event.data;
  if ('load' in message) {
    guard = load(message.load, { full: message.full, lists: message.lists });
    guard.then(
      () => postMessage({ ready: true }),
      () => postMessage({ ready: false }),
    );
    return;
  }
  try {
    const answer = await (await guard!).check(message.text, message.context);
    postMessage({ id: message.id, answer });
  } catch {
    // The reason may quote the text: it is not told, only that there is no verdict.
    postMessage({ id: message.id, answer: null });
  }
};
