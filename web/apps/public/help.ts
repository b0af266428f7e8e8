// Search while typing, on top of a form that works without this. What is typed is sent to our own server
// only, in a body, and forgotten there.
import './help.css';
import './help-article.css';

interface Found {
  title: string;
  summary: string;
  locale: string;
  slug: string;
}

const locale = document.documentElement.lang;
const zh = locale.startsWith('zh');
const PAUSE = 140; // ms without a key before we ask

async function ask(q: string, signal: AbortSignal): Promise<Found[]> {
  const response = await fetch('/help/find', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ q: [...q].slice(0, 200).join(''), locale }),
    signal,
  });
  return response.ok ? ((await response.json()) as { items: Found[] }).items : [];
}

/** A combobox in the sense of the ARIA practices: arrows move, Enter goes, Escape closes. */
class Typing {
  private readonly list = document.createElement('ul');
  private readonly said = document.createElement('span');
  private found: Found[] = [];
  private at = -1;
  private timer = 0;
  private running: AbortController | undefined;

  constructor(
    form: HTMLFormElement,
    private readonly input: HTMLInputElement,
    id: string,
  ) {
    this.list.className = 'typed';
    this.list.id = id;
    this.list.role = 'listbox';
    this.list.hidden = true;
    this.list.setAttribute('aria-label', zh ? '搜索建议' : 'Suggestions');
    this.said.className = 'sr-only';
    this.said.role = 'status';
    input.role = 'combobox';
    input.setAttribute('aria-controls', id);
    input.setAttribute('aria-expanded', 'false');
    input.setAttribute('aria-autocomplete', 'list');
    form.append(this.list, this.said);
    input.addEventListener('input', () => this.typed());
    input.addEventListener('keydown', event => this.key(event));
    input.addEventListener('blur', () => setTimeout(() => this.show([]), 150));
    input.addEventListener('focus', () => this.typed());
  }

  private typed(): void {
    clearTimeout(this.timer);
    this.running?.abort();
    const q = this.input.value.trim();
    if (q.length < (/[a-z0-9]/i.test(q) ? 2 : 1)) return this.show([]);
    this.timer = window.setTimeout(() => {
      this.running = new AbortController();
      ask(q, this.running.signal).then(
        items => document.activeElement === this.input && this.show(items),
        () => {},
      );
    }, PAUSE);
  }

  private show(items: Found[]): void {
    this.found = items;
    this.at = -1;
    this.list.replaceChildren(...items.map((item, index) => this.option(item, index)));
    this.list.hidden = items.length === 0;
    this.input.setAttribute('aria-expanded', String(items.length > 0));
    this.input.removeAttribute('aria-activedescendant');
    const count = zh ? `${items.length} 条建议` : `${items.length} suggestions`;
    this.said.textContent = items.length ? count : '';
  }

  private option(item: Found, index: number): HTMLLIElement {
    const option = document.createElement('li');
    option.id = `${this.list.id}-${index}`;
    option.role = 'option';
    option.setAttribute('aria-selected', 'false');
    const title = document.createElement('b');
    title.textContent = item.title;
    const summary = document.createElement('span');
    summary.textContent = item.summary;
    option.append(title, summary);
    if (item.locale !== locale) option.lang = item.locale;
    option.addEventListener('pointerdown', event => event.preventDefault());
    option.addEventListener('click', () => this.go(item));
    return option;
  }

  private key(event: KeyboardEvent): void {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') return this.show([]);
    if (event.key === 'Enter' && this.found[this.at]) {
      event.preventDefault();
      return this.go(this.found[this.at] as Found);
    }
    if (!move || this.found.length === 0) return;
    event.preventDefault();
    const places = this.found.length + 1;
    this.at = ((this.at + 1 + move + places) % places) - 1;
    [...this.list.children].forEach((one, index) => {
      one.setAttribute('aria-selected', String(index === this.at));
    });
    if (this.at < 0) this.input.removeAttribute('aria-activedescendant');
    else this.input.setAttribute('aria-activedescendant', `${this.list.id}-${this.at}`);
  }

  private go(item: Found): void {
    location.assign(`/help/${encodeURIComponent(item.locale)}/${encodeURIComponent(item.slug)}`);
  }
}

document.querySelectorAll<HTMLFormElement>('form.search').forEach((form, index) => {
  const input = form.querySelector<HTMLInputElement>('input[name="q"]');
  if (input) new Typing(form, input, `typed-${index}`);
});
