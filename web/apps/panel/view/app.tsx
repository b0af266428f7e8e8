import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { bridge, shown } from '../shell';
import type { Desk } from '../store/desk';
import type { Vault } from '../store/vault';
import { t } from '../words';
import { Composer } from './composer';
import { Header } from './header';
import { Log } from './log';

export interface Parts {
  desk: Desk;
  vault: Vault;
}

export function App({ desk, vault }: Parts) {
  const dragging = useSignal(false);
  const draft = useSignal('');
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
      if (document.querySelector('dialog[open]')) return;
      bridge.tell({ t: 'close' });
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  const carries = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  return (
    <main
      class="panel"
      data-shown={shown.value}
      onDragOver={event => {
        if (!carries(event)) return;
        event.preventDefault();
        dragging.value = true;
      }}
      onDragLeave={event => {
        if (event.relatedTarget === null) dragging.value = false;
      }}
      onDrop={event => {
        dragging.value = false;
        if (!carries(event)) return;
        event.preventDefault();
        void desk.uploads.add(event.dataTransfer!.files);
      }}
    >
      <Header desk={desk} />
      <Log desk={desk} draft={draft} />
      <Composer desk={desk} vault={vault} draft={draft} />
      {dragging.value && <div class="drop">{t('drop')}</div>}
    </main>
  );
}
