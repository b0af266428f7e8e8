// Files on their way into a message: sent at once, so that pressing "send" does not wait for them.

import { ApiError, type Attachment, type Door, type Id } from '@keydesk/client/index';
import { fileSize } from '@keydesk/ui/i18n';
import { Close, File as FileIcon, Image, Retry, Warn } from '@keydesk/ui/icons';
import type { StateUpdater } from 'preact/hooks';
import { refusal } from '../doors/budget';
import { t } from '../i18n/index';
import { changeDraft, draftFor } from '../state/drafts';
import { api } from '../state/session';

export interface Upload {
  id: string;
  file: File;
  share: number;
  state: 'running' | 'failed';
  why?: string;
  /** Trying again would not help. */
  final?: boolean;
  stop: AbortController;
}

type Set = (update: StateUpdater<readonly Upload[]>) => void;

const largest = 20 * 1024 * 1024;

export async function addFiles(
  conversation: Id,
  files: Iterable<File>,
  set: Set,
  door: Door | undefined,
): Promise<void> {
  await Promise.all([...files].map(file => start(conversation, file, set, door)));
}

/** What the server takes and the door carries; empty: nothing is wrong with the file. */
function faultOf(file: File, door: Door | undefined): string {
  if (file.size > largest) return t('upload.too_large');
  // A type that the browser does not know is left to the server, which looks at the content.
  return file.type ? refusal(file, door) : '';
}

async function start(conversation: Id, file: File, set: Set, door: Door | undefined): Promise<void> {
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
  const why = faultOf(file, door);
  if (why) return update({ state: 'failed', why, final: true });
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
  door: Door | undefined;
}

export function UploadList({ conversation, attachments, uploads, onChange, door }: Props) {
  if (attachments.length === 0 && uploads.length === 0) return null;
  return (
    <ul class="uploads" aria-label={t('upload.label')}>
      {attachments.map(file => (
        <li key={file.id} class={refusal(file, door) ? 'failed' : ''}>
          {file.image ? <Image size={18} /> : <FileIcon size={18} />}
          <span class="upload-name">{file.name}</span>
          <small>{fileSize(file.size)}</small>
          {refusal(file, door) && (
            <small class="failed-text" role="alert">
              {refusal(file, door)}
            </small>
          )}
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
          {upload.state === 'failed' && (
            <small class="failed-text" role="alert">
              {upload.why}
            </small>
          )}
          {upload.state === 'failed' && !upload.final && (
            <button
              type="button"
              class="icon-button small"
              aria-label={t('retry')}
              onClick={() => {
                onChange(list => list.filter(entry => entry.id !== upload.id));
                void start(conversation, upload.file, onChange, door);
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
