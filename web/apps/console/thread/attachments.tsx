import type { Attachment } from '@keydesk/client/index';
import { fileSize } from '@keydesk/ui/i18n';
import { Clock, File, Warn } from '@keydesk/ui/icons';
import { t } from '../i18n/index';
import { api } from '../state/session';

const widest = 300;
const highest = 260;

/** Pictures are shown, everything else is only offered for download. */
export function Attachments({ files }: { files: readonly Attachment[] }) {
  if (files.length === 0) return null;
  return (
    <div class="attachments">
      {files.map(file => {
        if (file.state) return <Awaited file={file} key={file.id} />;
        const address = file.url ?? api.fileUrl(file.id);
        if (!file.image) {
          return (
            <a class="file" key={file.id} href={address} download={file.name}>
              <File size={22} />
              <span>
                <span class="sr-only">{t('file.download')}</span>
                <b>{file.name}</b>
                <small>{fileSize(file.size)}</small>
              </span>
            </a>
          );
        }
        const scale = Math.min(1, widest / file.image.w, highest / file.image.h);
        return (
          <a class="picture" key={file.id} href={address} target="_blank" rel="noopener">
            <img
              src={address}
              alt={t('file.picture', { name: file.name })}
              width={Math.round(file.image.w * scale)}
              height={Math.round(file.image.h * scale)}
              loading="lazy"
            />
          </a>
        );
      })}
    </div>
  );
}

/** A file whose bytes are still at the provider, or will never come. */
function Awaited({ file }: { file: Attachment }) {
  const lost = file.state === 'failed';
  return (
    <span class={`file awaited ${lost ? 'lost' : ''}`}>
      {lost ? <Warn size={22} /> : <Clock size={22} />}
      <span>
        {file.name && <b>{file.name}</b>}
        <small role="status">{t(lost ? 'file.failed' : 'file.pending')}</small>
      </span>
    </span>
  );
}
