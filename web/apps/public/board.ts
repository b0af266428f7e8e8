// Voting on the product board: the list is the server's, this wakes its buttons up. One vote a browser;
// its token is random and says nothing about who it is.
import './public.css';
import { post, randomToken, Seal } from '../feedback/work';

const KEY = 'keydesk:voter';
const zh = document.documentElement.lang.startsWith('zh');
const FAILED = zh ? '投票没有成功，请稍后再试。' : 'The vote was not counted. Please try again in a moment.';

function voter(): string {
  try {
    const known = localStorage.getItem(KEY);
    if (known) return known;
    const fresh = randomToken();
    localStorage.setItem(KEY, fresh);
    return fresh;
  } catch {
    return randomToken();
  }
}

const token = voter();
const trouble = document.getElementById('trouble')!;

interface Item {
  id: string;
  votes: number;
  voted: boolean;
}

function show(wish: Element, votes: number, voted: boolean): void {
  wish.querySelector('.count')!.textContent = String(votes);
  wish.querySelector('button')!.setAttribute('aria-pressed', String(voted));
}

async function vote(wish: HTMLElement, button: HTMLButtonElement): Promise<void> {
  const on = button.getAttribute('aria-pressed') !== 'true';
  button.disabled = true;
  trouble.hidden = true;
  const answer = await post<{ votes: number; voted: boolean }>(
    new Seal(),
    `/feedback/v1/suggestions/${wish.dataset.id}/votes`,
    { voter: token, on },
  ).catch(() => undefined);
  button.disabled = false;
  if (answer && 'ok' in answer) return show(wish, answer.ok.votes, answer.ok.voted);
  trouble.textContent = FAILED;
  trouble.hidden = false;
}

async function wake(): Promise<void> {
  const wishes = [...document.querySelectorAll<HTMLElement>('.wish')];
  if (wishes.length === 0) return;
  const response = await fetch('/feedback/v1/board', { headers: { Authorization: `Bearer ${token}` } });
  const { items } = (await response.json()) as { items: Item[] };
  for (const wish of wishes) {
    const item = items.find(i => i.id === wish.dataset.id);
    if (item) show(wish, item.votes, item.voted);
    const button = wish.querySelector('button')!;
    button.disabled = false;
    button.addEventListener('click', () => void vote(wish, button));
  }
}

void wake().catch(() => {});
