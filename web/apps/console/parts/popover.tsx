// A small panel beside its button. Outside clicks and Esc close it and give the focus back.

import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

interface Props {
  trigger: HTMLElement | null;
  label: string;
  onClose: () => void;
  align?: 'start' | 'end';
  class?: string;
  children: ComponentChildren;
}

const margin = 8;

export function Popover({ trigger, label, onClose, align = 'start', class: name = '', children }: Props) {
  const panel = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: 0, top: 0, ready: false });

  useLayoutEffect(() => {
    const settle = () => {
      const box = trigger?.getBoundingClientRect();
      const own = panel.current?.getBoundingClientRect();
      if (!box || !own) return;
      const wished = align === 'end' ? box.right - own.width : box.left;
      const left = Math.max(margin, Math.min(wished, innerWidth - own.width - margin));
      const below = box.bottom + 4;
      const fits = below + own.height <= innerHeight - margin;
      const top = fits ? below : Math.max(margin, box.top - own.height - 4);
      setPlace(known =>
        known.ready && known.left === left && known.top === top ? known : { left, top, ready: true },
      );
    };
    settle();
    const watcher = new ResizeObserver(settle);
    if (panel.current) watcher.observe(panel.current);
    addEventListener('resize', settle);
    return () => {
      watcher.disconnect();
      removeEventListener('resize', settle);
    };
  }, [trigger, align]);

  useEffect(() => {
    const outside = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!panel.current?.contains(target) && !trigger?.contains(target)) onClose();
    };
    document.addEventListener('pointerdown', outside, true);
    return () => document.removeEventListener('pointerdown', outside, true);
  }, [trigger, onClose]);

  const giveBack = () => {
    onClose();
    trigger?.focus();
  };
  return (
    <div
      ref={panel}
      class={`popover ${name}`}
      role="dialog"
      aria-label={label}
      style={{
        left: `${place.left}px`,
        top: `${place.top}px`,
        visibility: place.ready ? 'visible' : 'hidden',
      }}
      onKeyDown={event => {
        if (event.key !== 'Escape' || event.isComposing) return;
        event.stopPropagation();
        event.preventDefault();
        giveBack();
      }}
    >
      {children}
    </div>
  );
}
