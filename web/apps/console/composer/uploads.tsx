// Files on their way into a message: sent at once, so that pressing "send" does not wait for them.

import { ApiError, type Attachment, type Id } from '@keydesk/client/index';
import { fileSize } from '@keydesk/ui/i18n';
import { Close, File as FileIcon, Image, Retry, Warn } from '@keydesk/ui/icons';
import type { StateUpdater } from 'preact/hooks';
import { t } from '../i18n/index';
import { changeDraft, draftFor } from '../state/drafts';
import { api } from '../state/session';

export interface Upload {
  id: string;
  file: File;
  share: number;
  state: 'running' | 'failed';
  why?: string;
  stop: AbortController;
}

type Set = (update: StateUpdater<readonly Upload[]>) => void;

const largest = 20 * 1024 * 1024;

export async function addFiles(conversation: Id, files: Iterable<File>, set: Set): Promise<void> {
  await Promise.all([...files].map(file => start(conversation, file, set)));
}

async function start(conversation: Id, file: File, set: Set): Promise<void> {
  const upload: Upload = {
    id: crypto.randomUUID(),
    file,
    share: 0,
    state: 'running',
    stop: new AbortController(),
  };
  const update = (change: Partial<Upload>) =>
    set(list => list.map(entry => (entry.id === upload.id ? { ...entry, ...change } : entry)));
  set(list => [...list, upload]);
  if (file.size > largest) return update({ state: 'failed', why: t('upload.too_large') });
  try {
    const stored = await api.upload(file, share => update({ share }), upload.stop.signal);
    changeDraft(conversation, { attachments: [...draftFor(conversation).peek().attachments, stored] });
    set(list => list.filter(entry => entry.id !== upload.id));
  } catch (failure) {
    if (upload.stop.signal.aborted) set(list => list.filter(entry => entry.id !== upload.id));
    else
      update({
        state: 'failed',
        why: failure instanceof ApiError && failure.status ? failure.message : t('upload.failed'),
      });
  }
}

interface Props {
  conversation: Id;
  attachments: readonly Attachment[];
  uploads: readonly Upload[];
  onChange: Set;
}

export function UploadList({ conversation, attachments, uploads, onChange }: Props) {
  if (attachments.length === 0 && uploads.length === 0) return null;
  return (
    <ul class="uploads" aria-label={t('upload.label')}>
      {attachments.map(file => (
        <li key={file.id}>
          {file.image ? <Image size={18} /> : <FileIcon size={18} />}
          <span class="upload-name">{file.name}</span>
          <small>{fileSize(file.size)}</small>
          <button
            type="button"
            class="icon-button small"
            aria-label={t('upload.remove', { name: file.name })}
            onClick={() =>
              changeDraft(conversation, { attachments: attachments.filter(entry => entry.id !== file.id) })
            }
          >
            <Close size={15} />
          </button>
        </li>
      ))}
      {uploads.map(upload => (
        <li key={upload.id} class={upload.state}>
          {upload.state === 'failed' ? <Warn size={18} /> : <FileIcon size={18} />}
          <span class="upload-name">{upload.file.name}</span>
          {upload.state === 'running' && (
            <progress
              max={1}
              value={upload.share}
              aria-label={t('upload.progress', { name: upload.file.name })}
            />
          )}
          {upload.state === 'failed' && <small class="failed-text">{upload.why}</small>}
          {upload.state === 'failed' && upload.file.size <= largest && (
            <button
              type="button"
              class="icon-button small"
              aria-label={t('retry')}
              onClick={() => {
                onChange(list => list.filter(entry => entry.id !== upload.id));
                void start(conversation, upload.file, onChange);
              }}
            >
              <Retry size={15} />
            </button>
          )}
          <button
            type="button"
            class="icon-button small"
            aria-label={t('upload.remove', { name: upload.file.name })}
            onClick={() => {
              upload.stop.abort();
              onChange(list => list.filter(entry => entry.id !== upload.id));
            }}
          >
            <Close size={15} />
          </button>
        </li>
      ))}
    </ul>
  );
}
