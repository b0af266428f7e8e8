import { locale } from '@keydesk/ui/i18n';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { bridge, face, shown } from '../shell';
import type { Desk } from '../store/desk';
import { t } from '../words';
import { Composer } from './composer';
import { Header } from './header';
import { Log } from './log';
import { Help, showDoors } from './on-demand';

export function App({ desk }: { desk: Desk }) {
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
      {Help.value && <Help.value.Banner desk={desk} tag={locale.value} shown={shown.value} />}
      <Log desk={desk} draft={draft} />
      <Composer desk={desk} draft={draft} elsewhere={face.value.doors?.[0] && showDoors} />
      {dragging.value && <div class="drop">{t('drop')}</div>}
    </main>
  );
}
