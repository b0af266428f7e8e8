import { fileSize } from '@keydesk/ui/i18n';
import { Close, File as FileIcon, Image as ImageIcon, Retry } from '@keydesk/ui/icons';
import type { Upload, Uploads } from '../store/uploads';
import { t } from '../words';

export function Files({ uploads }: { uploads: Uploads }) {
  const items = uploads.items.value;
  if (items.length === 0) return null;
  return (
    <ul class="files" aria-label={t('files')}>
      {items.map(item => (
        <Item key={item.ref} item={item} uploads={uploads} />
      ))}
    </ul>
  );
}

function Item({ item, uploads }: { item: Upload; uploads: Uploads }) {
  const { file, state, problem, progress } = item;
  const note =
    state === 'failed'
      ? t(`file_${problem ?? 'network'}`)
      : state === 'uploading'
        ? t('file_progress', { n: Math.round(progress * 100) })
        : state === 'done'
          ? `${fileSize(file.size)} · ${t('file_done')}`
          : t(`file_${state}`);
  const again = state === 'failed' && (problem === 'network' || problem === 'unchecked');
  return (
    <li class={`upload ${state}`}>
      {file.type.startsWith('image/') ? <ImageIcon size={20} /> : <FileIcon size={20} />}
      <span class="upload-text">
        <b>{file.name}</b>
        <small role={state === 'failed' ? 'alert' : undefined}>{note}</small>
        {state === 'uploading' && <progress max={1} value={progress} aria-label={file.name} />}
      </span>
      {again && (
        <button
          type="button"
          aria-label={t('file_retry', { name: file.name })}
          onClick={() => uploads.retry(item.ref)}
        >
          <Retry size={17} />
        </button>
      )}
      <button
        type="button"
        aria-label={t('file_remove', { name: file.name })}
        onClick={() => uploads.remove(item.ref)}
      >
        <Close size={17} />
      </button>
    </li>
  );
}
