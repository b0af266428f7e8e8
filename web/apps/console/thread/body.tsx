import { Shield } from '@keydesk/ui/icons';
import { useMemo } from 'preact/hooks';
import { t } from '../i18n/index';
import { piecesOf } from '../lib/rich-text';

/** A body as text, links that say where they really lead, and the guard's red marks. */
export function Body({ body, redacted }: { body: string; redacted: boolean }) {
  const pieces = useMemo(() => piecesOf(body, redacted), [body, redacted]);
  return (
    <p class="body" dir="auto">
      {pieces.map((piece, index) => {
        if (piece.kind === 'text') return <span key={index}>{piece.text}</span>;
        if (piece.kind === 'removed') {
          return (
            <span class="removed" key={index} title={t('removed.why')}>
              <Shield size={13} />
              {piece.text}
            </span>
          );
        }
        return (
          <span key={index}>
            <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow" title={piece.href}>
              {piece.text}
            </a>
            <span class="host" title={t('link.host')}>
              {piece.host}
            </span>
          </span>
        );
      })}
    </p>
  );
}
