// Bars that stand in a list: a name, a length, a number. No plot to learn, so no cursor either.

export interface Bar {
  key: string;
  name: preact.ComponentChildren;
  value: number;
  text: string;
  tone?: string;
  /** A second part of the same bar. */
  rest?: { value: number; tone: string };
  note?: preact.ComponentChildren;
}

type Shape = '' | 'stacked' | 'narrow';

export function Bars({ items, shape = '' }: { items: readonly Bar[]; shape?: Shape }) {
  const longest = Math.max(1, ...items.map(item => item.value + (item.rest?.value ?? 0)));
  const width = (value: number) => `${Math.max(value > 0 ? 0.6 : 0, (value / longest) * 100)}%`;
  return (
    <ul class={`bars ${shape}`}>
      {items.map(item => (
        <li key={item.key}>
          <span class="bars-name">{item.name}</span>
          <svg class="bars-track" width="100%" height="10" aria-hidden="true">
            <rect class="track" width="100%" height="10" rx="5" />
            <rect class={`bar ${item.tone ?? 's1'}`} width={width(item.value)} height="10" rx="5" />
            {item.rest && item.rest.value > 0 && (
              <rect
                class={`bar ${item.rest.tone}`}
                x={width(item.value)}
                width={width(item.rest.value)}
                height="10"
                rx="2"
              />
            )}
          </svg>
          <span class="bars-text">{item.text}</span>
          {item.note && <span class="bars-note">{item.note}</span>}
        </li>
      ))}
    </ul>
  );
}
