// A small emoji picker: five groups, arrow keys move, Enter picks, Escape closes. What a support
// conversation needs; everything else is on the customer's own keyboard.
import { useEffect, useRef, useState } from 'preact/hooks';

const GROUPS: { icon: string; zh: string; en: string; all: string }[] = [
  {
    icon: '😊',
    zh: '表情',
    en: 'Faces',
    all: '😀 😃 😄 😁 😆 😅 😂 🙂 😉 😊 😇 🥰 😍 😘 😋 😜 🤔 🤨 😐 😶 🙄 😏 😴 😌 😔 😟 🙁 😮 😯 😲 😳 🥺 😢 😭 😱 😖 😞 😓 😩 😤 😠 😡 🤯 😬 🤗 🤝',
  },
  {
    icon: '👍',
    zh: '手势',
    en: 'Hands',
    all: '👍 👎 👌 ✌️ 🤞 👈 👉 👆 👇 ☝️ ✋ 👋 👏 🙌 🙏 💪 ✍️ 🫶',
  },
  {
    icon: '❤️',
    zh: '符号',
    en: 'Signs',
    all: '❤️ 🧡 💛 💚 💙 💜 💔 ⭐ ✨ 🔥 🎉 ✅ ❌ ❓ ❗ ⚠️ 🚫 💯 🆗 🔔 ⏳ ⌛',
  },
  {
    icon: '🔑',
    zh: '物品',
    en: 'Things',
    all: '📱 💻 🖥️ 🔒 🔓 🔑 🛡️ 💰 💳 🪙 📈 📉 📊 📎 📷 🧾 📝 📧 🔗 🔍 🌐 ⚙️ 🛠️ 🚀',
  },
  {
    icon: '☕',
    zh: '其他',
    en: 'More',
    all: '☀️ 🌙 🌈 ☔ ☕ 🍵 🍀 🌹 🐶 🐱 🐼 🏠 🚗 ✈️ 🎁 🎈',
  },
];

interface EmojiProps {
  zh: boolean;
  label: string;
  pick(emoji: string): void;
  close(): void;
}

const COLUMNS = 8;

export function EmojiPicker({ zh, label, pick, close }: EmojiProps) {
  const [group, setGroup] = useState(0);
  const [at, setAt] = useState(0);
  const grid = useRef<HTMLDivElement>(null);
  const all = GROUPS[group]!.all.split(' ');
  useEffect(() => {
    grid.current?.querySelector<HTMLElement>(`[data-at="${at}"]`)?.focus();
  }, [at, group]);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
    if (!step) return;
    event.preventDefault();
    setAt(Math.max(0, Math.min(all.length - 1, at + step)));
  };
  return (
    <div
      class="emoji"
      role="dialog"
      aria-label={label}
      onKeyDown={event => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        close();
      }}
    >
      <div class="emoji-groups" role="group" aria-label={label}>
        {GROUPS.map((g, i) => (
          <button
            type="button"
            key={g.en}
            aria-pressed={i === group}
            aria-label={zh ? g.zh : g.en}
            onClick={() => {
              setGroup(i);
              setAt(0);
            }}
          >
            {g.icon}
          </button>
        ))}
      </div>
      <div
        class="emoji-grid"
        ref={grid}
        onKeyDown={move}
        role="group"
        aria-label={zh ? GROUPS[group]!.zh : GROUPS[group]!.en}
      >
        {all.map((emoji, i) => (
          <button
            type="button"
            key={emoji}
            data-at={i}
            tabIndex={i === at ? 0 : -1}
            onClick={() => pick(emoji)}
            onFocus={() => setAt(i)}
          >
            {emoji}
          </button>
        ))}
      </div>
    </div>
  );
}
