import { fileSize } from '@keydesk/ui/i18n';
import { File as FileIcon } from '@keydesk/ui/icons';
import type { Attachment } from '@keydesk/wire/frames';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Desk } from '../store/desk';
import { t } from '../words';

interface AttachedProps {
  file: Attachment;
  desk: Desk;
  own: boolean;
}

export function Attached(props: AttachedProps) {
  return /^image\/(png|jpeg|gif|webp)$/.test(props.file.type) ? (
    <Picture {...props} />
  ) : (
    <Download {...props} />
  );
}

function Picture({ file, desk }: AttachedProps) {
  const [url, setUrl] = useState('');
  const [broken, setBroken] = useState(false);
  const zoom = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    let made = '';
    let gone = false;
    desk.file(file.fid).then(
      blob => {
        if (gone) return;
        made = URL.createObjectURL(blob);
        setUrl(made);
      },
      () => setBroken(true),
    );
    return () => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [file.fid]);
  if (broken) return <div class="picture broken">{t('image_failed')}</div>;
  const scale = file.image ? Math.min(1, 240 / file.image.w, 260 / file.image.h) : 1;
  const size = file.image
    ? { width: `${Math.max(48, file.image.w * scale)}px`, height: `${Math.max(48, file.image.h * scale)}px` }
    : undefined;
  return (
    <>
      <button
        type="button"
        class="picture"
        style={size}
        aria-label={t('image_open', { name: file.name })}
        onClick={() => zoom.current?.showModal()}
      >
        {url && <img src={url} alt={file.name} onError={() => setBroken(true)} />}
      </button>
      <dialog
        class="zoom"
        ref={zoom}
        aria-label={file.name}
        onClick={() => zoom.current?.close()}
        onKeyDown={event => event.key === 'Enter' && zoom.current?.close()}
      >
        {url && <img src={url} alt={file.name} />}
      </dialog>
    </>
  );
}

function Download({ file, desk }: AttachedProps) {
  const [busy, setBusy] = useState(false);
  const fetchIt = async () => {
    setBusy(true);
    try {
      const url = URL.createObjectURL(await desk.file(file.fid));
      const link = document.createElement('a');
      link.href = url;
      link.download = file.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    } finally {
      setBusy(false);
    }
  };
  return (
    <button
      type="button"
      class="file"
      aria-label={t('file_open', { name: file.name })}
      aria-busy={busy}
      onClick={() => void fetchIt().catch(() => {})}
    >
      <FileIcon size={22} />
      <span>
        <b>{file.name}</b>
        <small>{fileSize(file.size)}</small>
      </span>
    </button>
  );
}
